using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>Networks as their users see them.</summary>
public static class NetworkGraphs
{
    /// <summary>The layers of a network from a number of inputs to one of outputs. Counts beyond 64 bits are told as the largest of 64 bits.</summary>
    /// <param name="spec">The layers between inputs and outputs; free of contradictions.</param>
    /// <param name="inputs">Numbers per row that come in.</param>
    /// <param name="outputs">Numbers per row that come out.</param>
    public static NetworkGraph Of(NetworkSpec spec, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var plan = new NetworkPlan(spec, inputs, outputs);
        return new NetworkGraph(inputs, [.. plan.All.Select(Layer)], Long(plan.Parameters), Long(plan.Products), spec.Ensemble);
    }

    private static GraphLayer Layer(PlannedLayer layer)
    {
        var (kind, detail, isFrozen) = layer switch
        {
            PlannedLinear linear => ("linear", null, linear.Frozen),
            PlannedActivation activation => ("activation", Word(activation.Activation), false),
            PlannedDropout dropout => ("dropout", dropout.Rate.ToString(System.Globalization.CultureInfo.InvariantCulture), false),
            PlannedNormalization normalization => ("normalization", Word(normalization.Normalization), normalization.Frozen),
            PlannedBlock block => ("block", block.Residual ? "residual" : null, false),
            _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, null),
        };
        var sharedWith = layer is PlannedLinear { } shared && shared.First != shared.Path ? shared.First : null;
        return new GraphLayer(layer.Path, kind, detail, [layer.Outputs], Long(layer.Parameters), Long(layer.Products), isFrozen, sharedWith);
    }

    private static long Long(Int128 count) => (long)Int128.Min(count, long.MaxValue);

    private static string Word(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
