using LearnML.Training.Networks.Layers;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>
/// Separates the scaled numbers among a network's inputs from the others. Each member has its own positions, because folds can have different
/// categories and bins. All members have the same number of numbers.
/// </summary>
internal sealed class NumberInputs
{
    private readonly Tensor numbers;
    private readonly Tensor others;
    private readonly bool areEqual;

    /// <param name="positions">The positions of the numbers among the inputs, in ascending order, for each member.</param>
    /// <param name="width">The number of inputs per row, with the padding of members that have fewer.</param>
    /// <param name="parameters">Keeps the positions, on the device of the inputs.</param>
    public NumberInputs(IReadOnlyList<IReadOnlyList<int>> positions, int width, BatchedParameters parameters)
    {
        areEqual = positions.All(each => each.SequenceEqual(positions[0]));
        IReadOnlyList<IReadOnlyList<int>> used = areEqual ? [positions[0]] : positions;
        numbers = Create(used, parameters);
        others = Create([.. used.Select(each => Enumerable.Range(0, width).Except(each).ToArray())], parameters);
    }

    /// <summary>Returns the numbers, [.., rows, numbers] from [.., rows, inputs].</summary>
    public Tensor Numbers(Tensor input) => Select(input, numbers);

    /// <summary>Returns the other inputs, [.., rows, inputs - numbers]. The padding stays at the end.</summary>
    public Tensor Others(Tensor input) => Select(input, others);

    private Tensor Select(Tensor input, Tensor indices) => areEqual
        ? input.index_select(-1, indices)
        : input.gather(-1, indices.narrow(0, 0, input.size(0)).expand(input.size(0), input.size(1), indices.size(2)));

    private Tensor Create(IReadOnlyList<IReadOnlyList<int>> positions, BatchedParameters parameters)
    {
        var flat = positions.SelectMany(each => each).Select(index => (long)index).ToArray();
        long[] shape = areEqual ? [flat.Length] : [positions.Count, 1, positions[0].Count];
        return parameters.AddConstant(tensor(flat, shape, device: parameters.Values.device));
    }
}
