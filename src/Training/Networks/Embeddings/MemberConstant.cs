using LearnML.Training.Networks.Layers;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>Whole numbers that a layer needs and that are not trained. They can differ between members. If not, all members share them.</summary>
internal sealed class MemberConstant
{
    /// <param name="values">The numbers of each member, as many for each.</param>
    /// <param name="shape">The shape of one member's numbers.</param>
    /// <param name="type">The type of the numbers in memory.</param>
    /// <param name="parameters">Keeps them on the device of the network.</param>
    public MemberConstant(IReadOnlyList<int[]> values, long[] shape, ScalarType type, BatchedParameters parameters)
    {
        AreEqual = values.All(each => each.AsSpan().SequenceEqual(values[0]));
        using var scope = NewDisposeScope();
        var all = AreEqual ? tensor(values[0], shape) : tensor(values.SelectMany(each => each).ToArray(), [values.Count, .. shape]);
        Values = parameters.AddConstant(all.to(type).to(parameters.Values.device));
    }

    /// <summary>Whether all members have the same numbers.</summary>
    public bool AreEqual { get; }

    /// <summary>The numbers: in the shape of one member if all are equal, else [members, ...].</summary>
    public Tensor Values { get; }

    /// <summary>Returns the numbers of the members that an input has rows of.</summary>
    public Tensor For(Tensor input) => AreEqual || Values.size(0) == input.size(0) ? Values : Values.narrow(0, 0, input.size(0));
}
