using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Specs;

/// <summary>Validates the parts of a network that do not depend on the data.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class NetworkCheck(FieldErrors errors)
{
    private const int MaximumLayers = 1000;
    private const int MaximumEnsemble = 64;
    private const string RateRule = "must be at least 0 and below 1";

    private readonly Dictionary<string, SharedLayer> shared = new(StringComparer.Ordinal);

    /// <summary>Validates all fields of the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The number of inputs; null if it is only known after preprocessing.</param>
    public void Check(NetworkSpec network, int? inputs = null)
    {
        errors.Require(network.Ensemble is >= 1 and <= MaximumEnsemble, "network.ensemble", $"must be 1 to {MaximumEnsemble}");
        new InitializationCheck(errors).Check(network.Initialization, "network.initialization");
        if (network.Layers is not { } layers)
        {
            CheckHidden(network);
            return;
        }

        foreach (var (field, isGiven) in ShortFormFields(network))
        {
            errors.Require(!isGiven, field, "cannot be used together with layers: it is a short form of layers");
        }

        if (CountLayers(layers) > MaximumLayers)
        {
            errors.Add("network.layers", $"may have at most {MaximumLayers} layers; a repeated layer counts each time");
            return;
        }

        CheckLayers(layers, "network.layers", inputs, isFrozen: false);
    }

    private static IEnumerable<(string Field, bool IsGiven)> ShortFormFields(NetworkSpec network) =>
    [
        ("network.hidden", network.Hidden is not null),
        ("network.activation", network.Activation is not null),
        ("network.normalization", network.Normalization is not null),
        ("network.dropout", network.Dropout is not null),
        ("network.inputDropout", network.InputDropout is not null),
    ];

    private void CheckHidden(NetworkSpec network)
    {
        var (hidden, dropout) = (network.Hidden ?? [1], network.Dropout ?? []);
        errors.Require(hidden.Count <= MaximumLayers, "network.hidden", $"may list at most {MaximumLayers} layers");
        foreach (var (index, width) in hidden.Index())
        {
            errors.Require(width >= 1, $"network.hidden[{index}]", "must be at least 1");
        }

        errors.Require(dropout.Count <= 1 || dropout.Count == hidden.Count, "network.dropout",
            $"must be one rate, or one for each of the {hidden.Count} hidden layers");
        errors.Require(dropout.Count == 0 || hidden.Count > 0, "network.dropout", "needs a hidden layer");
        foreach (var (index, rate) in dropout.Index())
        {
            errors.Require(rate is >= 0 and < 1, $"network.dropout[{index}]", RateRule);
        }

        errors.Require(network.InputDropout is null or (>= 0 and < 1), "network.inputDropout", RateRule);
    }

    private static long CountLayers(IReadOnlyList<LayerSpec> layers) => layers.Sum(layer => layer.Block is { } block
        ? Math.Clamp((long)(layer.Repeat ?? 1), 1, MaximumLayers + 1) * Math.Min(CountLayers(block), MaximumLayers + 1)
        : 1);

    /// <summary>Validates layers one after another.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="field">The path of the layers in the spec.</param>
    /// <param name="width">The number of inputs; null if it is only known after preprocessing.</param>
    /// <param name="isFrozen">Whether an enclosing block is frozen.</param>
    /// <returns>The number of outputs; null if it is only known after preprocessing.</returns>
    private int? CheckLayers(IReadOnlyList<LayerSpec> layers, string field, int? width, bool isFrozen)
    {
        foreach (var (index, layer) in layers.Index())
        {
            width = CheckLayer(layer, string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]"), width, isFrozen);
        }

        return width;
    }

    private int? CheckLayer(LayerSpec layer, string field, int? width, bool isFrozen)
    {
        var kinds = new object?[] { layer.Linear, layer.Activation, layer.Dropout, layer.Normalization, layer.Block }.Count(kind => kind is not null);

        // A layer kind with an invalid value was read as missing, and its error is already reported.
        errors.Require(kinds == 1 || (kinds == 0 && errors.HasErrorsIn(field)), field,
            "must have exactly one of linear, activation, dropout, normalization and block");
        RequireKind(layer.Repeat, "repeat", layer.Block is not null, "block");
        RequireKind(layer.Residual, "residual", layer.Block is not null, "block");
        RequireKind(layer.Share, "share", layer.Linear is not null, "linear");
        RequireKind(layer.Initialization, "initialization", layer.Linear is not null, "linear");
        RequireKind(
            layer.Frozen,
            "frozen",
            layer.Linear is not null || layer.Normalization is not null || layer.Block is not null,
            "linear, normalization and block");
        errors.Require(layer.Dropout is null or (>= 0 and < 1), field + ".dropout", RateRule);
        errors.Require(layer.Activation != Activation.Prelu || !isFrozen, field + ".activation",
            "learns a slope, but nothing in a frozen block learns; use leakyRelu, which has a fixed slope");
        errors.Require(layer.Normalization != Normalization.None, field + ".normalization", "must be batch or layer");
        errors.Require(layer.Normalization != Normalization.Layer || width is not null, field + ".normalization",
            "layer needs a linear layer before it: features of different kinds have no common mean");
        return layer switch
        {
            { Linear: { } outputs } => CheckLinear(layer, field, width, outputs, isFrozen || layer.Frozen == true),
            { Block: { } block } => CheckBlock(block, layer, field, width, isFrozen || layer.Frozen == true),
            _ => width,
        };

        void RequireKind(object? value, string name, bool isKind, string kind) =>
            errors.Require(value is null || isKind, $"{field}.{name}", $"only applies to {kind}");
    }

    private int? CheckLinear(LayerSpec layer, string field, int? width, int outputs, bool isFrozen)
    {
        errors.Require(outputs >= 1, field + ".linear", "must be at least 1");
        if (layer.Initialization is { } initialization)
        {
            new InitializationCheck(errors).Check(initialization, field + ".initialization");
        }

        if (layer.Share is { } name)
        {
            errors.Require(name.Length > 0, field + ".share", "must not be empty");
            var use = new SharedLayer(field, width, outputs, isFrozen, layer.Initialization);
            if (!shared.TryAdd(name, use))
            {
                var first = shared[name];
                errors.Require(first.Outputs == outputs && first.Inputs == width, field + ".linear",
                    $"shares '{name}' with {first.Field}, which maps {DescribeWidth(first.Inputs)} to {first.Outputs}, "
                        + $"but here it would map {DescribeWidth(width)} to {outputs}");
                errors.Require(first.IsFrozen == isFrozen, field + ".share", $"'{name}' is frozen in one use and not in the other");
                errors.Require(first.Initialization == layer.Initialization, field + ".initialization",
                    $"must be the same as for '{name}' at {first.Field}");
            }
        }

        return outputs;
    }

    private int? CheckBlock(IReadOnlyList<LayerSpec> block, LayerSpec layer, string field, int? width, bool isFrozen)
    {
        errors.Require(block.Count > 0, field + ".block", "must have at least one layer");
        errors.Require(layer.Repeat is null or (>= 1 and <= MaximumLayers), field + ".repeat", $"must be 1 to {MaximumLayers}");
        var outputs = CheckLayers(block, field + ".block", width, isFrozen);
        if (layer.Residual == true)
        {
            errors.Require(width is not null, field + ".residual", "needs a linear layer before the block");
            errors.Require(width is null || outputs == width, field + ".residual",
                $"would add {DescribeWidth(width)} inputs to {DescribeWidth(outputs)} outputs; the block must have as many outputs as inputs");
        }

        // From the second repetition on, the inputs of the block are its own outputs.
        return layer.Repeat > 1 && outputs != width ? CheckLayers(block, field + ".block", outputs, isFrozen) : outputs;
    }

    private static string DescribeWidth(int? width) => width is { } known ? known.ToString(CultureInfo.InvariantCulture) : "the data's";

    private sealed record SharedLayer(string Field, int? Inputs, int Outputs, bool IsFrozen, InitializationSpec? Initialization);
}
