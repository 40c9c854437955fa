using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>Describes networks for users: their layers, with the number of parameters and multiply-add operations.</summary>
public static class NetworkGraphFactory
{
    /// <summary>Returns the layers of a network. Counts above <see cref="long.MaxValue"/> are returned as that value.</summary>
    /// <param name="spec">The layers between inputs and outputs. It must be valid.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    public static NetworkGraph Create(NetworkSpec spec, NetworkInputs inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(inputs);
        var plan = new NetworkPlan(spec, inputs, outputs);
        return new NetworkGraph(
            inputs.Width,
            [.. plan.AllLayers.Select(CreateLayer)],
            SaturateToInt64(plan.Parameters),
            SaturateToInt64(plan.MultiplyAdds),
            spec.Ensemble);
    }

    private static GraphLayer CreateLayer(PlannedLayer layer)
    {
        var (kind, detail, isFrozen) = layer switch
        {
            PlannedLinear linear => ("linear", null, linear.IsFrozen),
            PlannedActivation activation => ("activation", ToCamelCase(activation.Activation), activation is { IsFrozen: true, Factor: not null }),
            PlannedDropout dropout => ("dropout", dropout.Rate.ToString(System.Globalization.CultureInfo.InvariantCulture), false),
            PlannedNormalization normalization => ("normalization", ToCamelCase(normalization.Normalization), normalization.IsFrozen),
            PlannedScale scale => ("scale", null, scale.IsFrozen),
            PlannedCopies copies => ("copies", copies.Copies.ToString(System.Globalization.CultureInfo.InvariantCulture), copies.IsFrozen),
            PlannedPeriodicEmbedding embedding => ("embedding", ToCamelCase(embedding.Kind), false),
            PlannedCategoryEmbedding embedding => (
                "categoryEmbedding", embedding.Columns.ToString(System.Globalization.CultureInfo.InvariantCulture), false),
            PlannedCategoryDropout dropout => ("categoryDropout", dropout.Rate.ToString(System.Globalization.CultureInfo.InvariantCulture), false),
            PlannedBlock block => ("block", block.IsResidual ? "residual" : null, false),
            _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, null),
        };
        var sharedWith = layer is PlannedLinear { } shared && shared.OwnerPath != shared.Path ? shared.OwnerPath : null;
        var (parameters, multiplyAdds) = (SaturateToInt64(layer.Parameters), SaturateToInt64(layer.MultiplyAdds * layer.Copies));
        int[] shape = layer.Copies == 1 ? [layer.Outputs] : [layer.Copies, layer.Outputs];
        return new GraphLayer(layer.Path, kind, detail, shape, parameters, multiplyAdds, isFrozen, sharedWith);
    }

    private static long SaturateToInt64(Int128 count) => (long)Int128.Min(count, long.MaxValue);

    private static string ToCamelCase(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
