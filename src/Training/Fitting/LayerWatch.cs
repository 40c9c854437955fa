using LearnML.Contracts;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Measures the activations and weights of the linear layers after each epoch, on a sample of the training rows, with dropout off.
/// </summary>
internal sealed class LayerWatch : IDisposable
{
    private const int MostRows = 256;
    private const int Figures = 4;

    private readonly Stack stack;
    private readonly Tensor inputs;

    /// <param name="stack">The network to measure.</param>
    /// <param name="train">The training rows of each member.</param>
    public LayerWatch(Stack stack, RowSet train)
    {
        using var scope = NewDisposeScope();
        var rows = Math.Min(stack.RowsAtOnce, MostRows);
        using var order = train.Spread(rows).InOrder();
        var all = train.Samples.Batch(order.Batch(0, rows).Indices).Inputs;
        (this.stack, inputs) = (stack, (stack.Members == 1 ? all : all.view(stack.Members, rows, -1)).clone().DetachFromDisposeScope());
    }

    /// <summary>Returns the metrics of each member's linear layers, from input to output.</summary>
    /// <param name="learned">Each member's means over the epoch; the gradient norms come from here.</param>
    public LayerMetrics[][] Look(EpochTotals.Means[] learned)
    {
        using var scope = NewDisposeScope();
        var values = Read();
        return [.. learned.Select((means, member) => stack.Layers.Select((layer, index) => new LayerMetrics(
            layer,
            means.LayerGradientNorms[index],
            WeightNorm: Value(index, 3, member),
            ActivationMean: Value(index, 0, member),
            ActivationVariance: Value(index, 1, member),
            DeadUnits: Value(index, 2, member))).ToArray())];

        double Value(int layer, int statistic, int member) => values[(((layer * Figures) + statistic) * stack.Members) + member];
    }

    /// <summary>Returns the mean of each layer metric over several networks.</summary>
    public static IReadOnlyList<LayerMetrics> Mean(IReadOnlyList<LayerMetrics[]> networks) =>
    [.. networks[0].Select((first, layer) => new LayerMetrics(
        first.Layer,
        first.GradientNorm is null ? null : networks.Average(network => network[layer].GradientNorm),
        networks.Average(network => network[layer].WeightNorm),
        networks.Average(network => network[layer].ActivationMean),
        networks.Average(network => network[layer].ActivationVariance),
        networks.Average(network => network[layer].DeadUnits)))];

    public void Dispose() => inputs.Dispose();

    /// <summary>Returns [layers, statistics, members], read from the device in one transfer.</summary>
    private float[] Read()
    {
        using var off = no_grad();
        stack.Network.eval();
        stack.Probe.IsOn = true;
        stack.Network.call(inputs);
        stack.Probe.IsOn = false;
        var layers = stack.Layers.Select(layer => cat([stack.Probe.Seen[layer], stack.WeightNorms(layer).unsqueeze(0)]));
        return TorchSharp.torch.stack([.. layers]).cpu().data<float>().ToArray();
    }
}
