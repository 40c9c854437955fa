using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>Describes networks for users: their layers, with the number of parameters and multiply-add operations.</summary>
public static class NetworkGraphs
{
    /// <summary>Returns the layers of a network. Counts above <see cref="long.MaxValue"/> are returned as that value.</summary>
    /// <param name="spec">The layers between inputs and outputs. It must be valid.</param>
    /// <param name="inputs">The number of inputs per row.</param>
    /// <param name="outputs">The number of outputs per row.</param>
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
