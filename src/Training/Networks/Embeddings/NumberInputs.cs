using LearnML.Training.Networks.Layers;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>
/// Separates the scaled numbers among a network's inputs from the others. Each member has its own positions, because folds can have different
/// categories and bins. All members have the same number of numbers.
/// </summary>
/// <param name="positions">The positions of the numbers among the inputs, in ascending order, for each member.</param>
/// <param name="width">The number of inputs per row, with the padding of members that have fewer.</param>
/// <param name="parameters">Keeps the positions, on the device of the inputs.</param>
internal sealed class NumberInputs(IReadOnlyList<IReadOnlyList<int>> positions, int width, BatchedParameters parameters)
{
    private readonly MemberSelection numbers = new(positions, parameters);
    private readonly MemberSelection others = new([.. positions.Select(each => Enumerable.Range(0, width).Except(each).ToArray())], parameters);

    /// <summary>Returns the numbers, [.., rows, numbers] from [.., rows, inputs].</summary>
    public Tensor Numbers(Tensor input) => numbers.Select(input);

    /// <summary>Returns the other inputs, [.., rows, inputs - numbers]. The padding stays at the end.</summary>
    public Tensor Others(Tensor input) => others.Select(input);
}
