using LearnML.Contracts;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>What a probe saw of a stack's layers, as metrics.</summary>
internal static class LayerReadings
{
    private const int Figures = 4;

    /// <summary>Each member's linear layers. Call it in a dispose scope.</summary>
    /// <param name="stack">The networks, whose probe has just seen a forward pass.</param>
    /// <param name="trained">The linear layers that are trained.</param>
    /// <param name="learned">What the last epoch measured of each member.</param>
    public static LayerMetrics[][] Of(Stack stack, IReadOnlyList<string> trained, EpochTotals.Means[] learned)
    {
        // [layers, figures, members], read at once.
        var all = Gathered(stack).cpu().data<float>().ToArray();
        var gradients = stack.Layers.Select(layer => trained.Index().Where(known => known.Item == layer).Select(known => (int?)known.Index).SingleOrDefault()).ToArray();
        return [.. Enumerable.Range(0, stack.Members).Select(member => stack.Layers.Select((layer, index) => new LayerMetrics(
            layer,
            gradients[index] is { } place ? learned[member].LayerGradientNorms[place] : null,
            Figure(index, 3, member),
            Figure(index, 0, member),
            Figure(index, 1, member),
            Figure(index, 2, member))).ToArray())];

        double Figure(int layer, int figure, int member) => all[(((layer * Figures) + figure) * stack.Members) + member];
    }

    /// <summary>The mean over networks.</summary>
    public static IReadOnlyList<LayerMetrics> Mean(IReadOnlyList<LayerMetrics[]> networks) => [.. networks[0].Select((first, layer) => new LayerMetrics(
        first.Layer,
        first.GradientNorm is null ? null : networks.Average(network => network[layer].GradientNorm),
        networks.Average(network => network[layer].WeightNorm),
        networks.Average(network => network[layer].ActivationMean),
        networks.Average(network => network[layer].ActivationVariance),
        networks.Average(network => network[layer].DeadUnits)))];

    private static Tensor Gathered(Stack networks) => stack(
        [.. networks.Layers.Select(layer => cat([networks.Probe.Seen[layer], networks.WeightNorms(layer).unsqueeze(0)]))]);
}
