using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>Networks as their users see them.</summary>
internal static class NetworkGraphs
{
    /// <summary>The layers of a network from a number of inputs to one of outputs.</summary>
    public static NetworkGraph Of(NetworkSpec spec, int inputs, int outputs)
    {
        var plan = new NetworkPlan(spec, inputs, outputs);
        GraphLayer[] layers = [.. plan.All.Select(Layer)];
        return new NetworkGraph(inputs, layers, layers.Sum(layer => layer.Parameters), layers.Sum(layer => layer.MultiplyAdds), spec.Ensemble);
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
        return new GraphLayer(layer.Path, kind, detail, [layer.Outputs], (long)layer.Parameters, (long)layer.Products, isFrozen, sharedWith);
    }

    private static string Word(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
