using LearnML.Contracts;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Looks after each epoch at what goes on from a stack's linear layers, on some training rows, with dropout off.</summary>
internal sealed class LayerWatch : IDisposable
{
    private const int MostRows = 256;
    private const int Figures = 4;

    private readonly Stack stack;
    private readonly Tensor inputs;

    /// <param name="stack">The networks.</param>
    /// <param name="train">The rows that each member learns from.</param>
    public LayerWatch(Stack stack, RowSet train)
    {
        using var scope = NewDisposeScope();
        var rows = Math.Min(stack.RowsAtOnce, MostRows);
        using var order = train.Spread(rows).InOrder();
        var all = train.Samples.Batch(order.Batch(0, rows).Indices).Inputs;
        (this.stack, inputs) = (stack, (stack.Members == 1 ? all : all.view(stack.Members, rows, -1)).clone().DetachFromDisposeScope());
    }

    /// <summary>Each member's linear layers.</summary>
    /// <param name="learned">What the epoch measured of each member.</param>
    public LayerMetrics[][] Look(EpochTotals.Means[] learned)
    {
        using var scope = NewDisposeScope();
        var figures = Read();
        return [.. learned.Select((ofMember, member) => stack.Layers.Select((layer, index) => new LayerMetrics(
            layer, ofMember.LayerGradientNorms[index], Of(index, 3, member), Of(index, 0, member), Of(index, 1, member), Of(index, 2, member))).ToArray())];

        double Of(int layer, int figure, int member) => figures[(((layer * Figures) + figure) * stack.Members) + member];
    }

    /// <summary>The mean over networks.</summary>
    public static IReadOnlyList<LayerMetrics> Mean(IReadOnlyList<LayerMetrics[]> networks) => [.. networks[0].Select((first, layer) => new LayerMetrics(
        first.Layer,
        first.GradientNorm is null ? null : networks.Average(network => network[layer].GradientNorm),
        networks.Average(network => network[layer].WeightNorm),
        networks.Average(network => network[layer].ActivationMean),
        networks.Average(network => network[layer].ActivationVariance),
        networks.Average(network => network[layer].DeadUnits)))];

    public void Dispose() => inputs.Dispose();

    /// <summary>[layers, figures, members], read from the device at once.</summary>
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
