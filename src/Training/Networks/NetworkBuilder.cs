using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// Builds the networks of a plan, one for each member of a stack. Parameters are named as PyTorch names those of the same
/// <c>nn.Sequential</c> (<c>0.weight</c>, <c>2.1.bias</c>, ...).
/// </summary>
/// <param name="inputs">Numbers per row, of each member.</param>
/// <param name="site">What to build with.</param>
internal sealed class NetworkBuilder(IReadOnlyList<int> inputs, StackSite site)
{
    private readonly Dictionary<string, StackLinear> linear = new(StringComparer.Ordinal);

    /// <summary>From [rows, inputs] to [rows, outputs], for several members behind a first dimension.</summary>
    public LayerSequence Build(IReadOnlyList<PlannedLayer> layers, bool residual = false) => new([.. layers.Select(Layer)], residual);

    private (nn.Module<Tensor, Tensor> Layer, bool IsNew) Layer(PlannedLayer plan)
    {
        switch (plan)
        {
            case PlannedLinear known when linear.TryGetValue(known.First, out var shared):
                return (shared, false);
            case PlannedLinear first:
                // The first one takes the inputs, of which each member may have as many as it likes; behind it all are alike.
                linear[first.Path] = new StackLinear(first, linear.Count == 0 ? inputs : [.. inputs.Select(_ => first.Inputs)], site);
                return (linear[first.Path], true);
            case PlannedActivation activation:
                return (new StackActivation(activation, site), true);
            case PlannedDropout dropout:
                return (new SeededDropout(dropout.Rate, site.Random), true);
            case PlannedNormalization normalization:
                return (new StackNormalization(normalization, site), true);
            case PlannedBlock block:
                return (Build(block.Layers, block.Residual), true);
            default:
                throw new ArgumentOutOfRangeException(nameof(plan), plan, null);
        }
    }
}
