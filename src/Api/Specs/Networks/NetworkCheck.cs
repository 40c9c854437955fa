using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Networks;

/// <summary>Validates the parts of a network that do not depend on the data.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class NetworkCheck(FieldErrors errors)
{
    private const int MaximumLayers = 1000;

    private static readonly FieldRange Width = FieldRange.OfLayer(nameof(LayerSpec.Linear));
    private static readonly FieldRange Rate = FieldRange.OfLayer(nameof(LayerSpec.Dropout));

    /// <summary>Validates all fields of the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The number of inputs; null if it is only known after preprocessing.</param>
    public void Check(NetworkSpec network, int? inputs = null)
    {
        FieldRange.CheckAll(network, "network", errors);
        new InitializationCheck(errors).Check(network.Initialization, "network.initialization");
        if (network.PeriodicEmbedding is { } embedding)
        {
            FieldRange.CheckAll(embedding, "network.periodicEmbedding", errors);
        }

        if (network.CategoryEmbedding is { } categories)
        {
            FieldRange.CheckAll(categories, "network.categoryEmbedding", errors);
        }

        if (network.Layers is { } layers)
        {
            CheckLayers(network, layers, inputs);
        }
        else
        {
            CheckHidden(network);
        }
    }

    private void CheckLayers(NetworkSpec network, IReadOnlyList<LayerSpec> layers, int? inputs)
    {
        foreach (var (field, isGiven) in ShortFormFields(network))
        {
            errors.Require(!isGiven, field, "cannot be used together with layers: it is a short form of layers");
        }

        if (CountLayers(layers) > MaximumLayers)
        {
            errors.Add("network.layers", $"may have at most {MaximumLayers} layers; a repeated layer counts each time");
            return;
        }

        new CopiesCheck(errors).Check(layers, "network.layers");
        new LayerCheck(errors).Check(layers, "network.layers", inputs, isFrozen: false);
    }

    private static IEnumerable<(string Field, bool IsGiven)> ShortFormFields(NetworkSpec network) =>
    [
        ("network.hidden", network.Hidden is not null),
        ("network.activation", network.Activation is not null),
        ("network.parametricActivation", network.ParametricActivation is not null),
        ("network.normalization", network.Normalization is not null),
        ("network.dropout", network.Dropout is not null),
        ("network.inputDropout", network.InputDropout is not null),
        ("network.inputScale", network.InputScale is not null),
        ("network.copies", network.Copies is not null),
    ];

    private static long CountLayers(IReadOnlyList<LayerSpec> layers) => layers.Sum(layer => layer.Block is { } block
        ? Math.Clamp((long)(layer.Repeat ?? 1), 1, MaximumLayers + 1) * Math.Min(CountLayers(block), MaximumLayers + 1)
        : 1);

    private void CheckHidden(NetworkSpec network)
    {
        var (hidden, dropout) = (network.Hidden ?? NetworkSpec.DefaultHidden, network.Dropout ?? []);
        errors.Require(hidden.Count <= MaximumLayers, "network.hidden", $"may list at most {MaximumLayers} layers");
        errors.Require(dropout.Count <= 1 || dropout.Count == hidden.Count, "network.dropout",
            $"must be one rate, or one for each of the {hidden.Count} hidden layers");
        errors.Require(network.ParametricActivation is null || LayerCheck.IsParametricAllowed(network.Activation), "network.parametricActivation",
            LayerCheck.ParametricRule);
        errors.Require(dropout.Count == 0 || hidden.Count > 0, "network.dropout", "needs a hidden layer");
        foreach (var (index, width) in hidden.Index())
        {
            Width.Check(width, string.Create(CultureInfo.InvariantCulture, $"network.hidden[{index}]"), errors);
        }

        foreach (var (index, rate) in dropout.Index())
        {
            Rate.Check(rate, string.Create(CultureInfo.InvariantCulture, $"network.dropout[{index}]"), errors);
        }
    }
}
