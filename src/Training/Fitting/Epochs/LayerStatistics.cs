using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>
/// Measures the activations and weights of the linear layers after each epoch, on a sample of the training rows, with dropout off.
/// </summary>
internal sealed class LayerStatistics : IDisposable
{
    private const int MaximumRows = 256;
    private const int StatisticsPerLayer = 4;

    private readonly BatchedNetwork network;
    private readonly Tensor inputs;

    /// <param name="network">The network to measure.</param>
    /// <param name="train">The training rows of each member.</param>
    public LayerStatistics(BatchedNetwork network, RowSet train)
    {
        using var scope = NewDisposeScope();
        var rows = Math.Min(network.InferenceBatchSize, MaximumRows);
        using var order = train.SpreadTo(rows).InOrder();
        var all = train.Data.SelectRows(order.GetBatch(0, rows).Indices).Inputs;
        this.network = network;
        inputs = (network.MemberCount == 1 ? all : all.view(network.MemberCount, rows, -1)).clone().DetachFromDisposeScope();
    }

    /// <summary>Returns the metrics of each member's linear layers, from input to output.</summary>
    /// <param name="epochMeans">Each member's means over the epoch; the gradient norms come from here.</param>
    public LayerMetrics[][] Measure(RunningMetrics.EpochMeans[] epochMeans)
    {
        using var scope = NewDisposeScope();
        var values = ReadStatistics();
        return [.. epochMeans.Select((means, member) => network.LinearPaths.Select((layer, index) => new LayerMetrics(
            layer,
            means.LayerGradientNorms[index],
            WeightNorm: Value(index, 3, member),
            ActivationMean: Value(index, 0, member),
            ActivationVariance: Value(index, 1, member),
            DeadUnits: Value(index, 2, member))).ToArray())];

        double Value(int layer, int statistic, int member) => values[(((layer * StatisticsPerLayer) + statistic) * network.MemberCount) + member];
    }

    /// <summary>Returns the mean of each layer metric over several networks.</summary>
    public static IReadOnlyList<LayerMetrics> Average(IReadOnlyList<LayerMetrics[]> networks) =>
    [.. networks[0].Select((first, layer) => new LayerMetrics(
        first.Layer,
        first.GradientNorm is null ? null : networks.Average(network => network[layer].GradientNorm),
        networks.Average(network => network[layer].WeightNorm),
        networks.Average(network => network[layer].ActivationMean),
        networks.Average(network => network[layer].ActivationVariance),
        networks.Average(network => network[layer].DeadUnits)))];

    public void Dispose() => inputs.Dispose();

    /// <summary>Returns [layers, statistics, members], read from the device in one transfer.</summary>
    private float[] ReadStatistics()
    {
        network.IsTraining = false;
        network.ActivationHook.IsEnabled = true;
        network.Forward(inputs);
        network.ActivationHook.IsEnabled = false;
        var layers = network.LinearPaths.Select(layer => cat([network.ActivationHook.Statistics[layer], network.WeightNorms(layer).unsqueeze(0)]));
        return TorchSharp.torch.stack([.. layers]).cpu().data<float>().ToArray();
    }
}
