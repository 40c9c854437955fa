using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Jobs;

/// <summary>Finds what contradicts itself in a network, before the data is known.</summary>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class NetworkCheck(FieldErrors errors)
{
    private const int MaximumLayers = 1000;
    private const int MaximumEnsemble = 64;
    private const string Rate = "must be at least 0 and below 1";

    private readonly Dictionary<string, SharedLayer> shared = new(StringComparer.Ordinal);

    /// <summary>Checks all of it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Numbers per row of the data; null where they are not known before it is prepared.</param>
    public void Check(NetworkSpec network, int? inputs = null)
    {
        errors.Require(network.Ensemble is >= 1 and <= MaximumEnsemble, "network.ensemble", $"must be 1 to {MaximumEnsemble}");
        new InitializationCheck(errors).Check(network.Initialization, "network.initialization");
        if (network.Layers is not { } layers)
        {
            CheckHidden(network);
            return;
        }

        foreach (var (field, isGiven) in ShortForm(network))
        {
            errors.Require(!isGiven, field, "cannot be beside layers, which it is a short form of");
        }

        if (Count(layers) > MaximumLayers)
        {
            errors.Add("network.layers", $"may have at most {MaximumLayers} layers, repeated ones counted as often");
            return;
        }

        Sequence(layers, "network.layers", inputs, isFrozen: false);
    }

    private static IEnumerable<(string Field, bool IsGiven)> ShortForm(NetworkSpec network) =>
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
        errors.Require(dropout.Count == 0 || hidden.Count > 0, "network.dropout", "needs a hidden layer to drop units of");
        foreach (var (index, rate) in dropout.Index())
        {
            errors.Require(rate is >= 0 and < 1, $"network.dropout[{index}]", Rate);
        }

        errors.Require(network.InputDropout is null or (>= 0 and < 1), "network.inputDropout", Rate);
    }

    private static long Count(IReadOnlyList<LayerSpec> layers) => layers.Sum(layer => layer.Block is { } block
        ? Math.Clamp((long)(layer.Repeat ?? 1), 1, MaximumLayers + 1) * Math.Min(Count(block), MaximumLayers + 1)
        : 1);

    /// <summary>Checks layers one after another.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="field">Their path.</param>
    /// <param name="width">How many numbers come in; null for as many as the data has.</param>
    /// <param name="isFrozen">Whether a block around them is.</param>
    /// <returns>How many numbers come out.</returns>
    private int? Sequence(IReadOnlyList<LayerSpec> layers, string field, int? width, bool isFrozen)
    {
        foreach (var (index, layer) in layers.Index())
        {
            width = Layer(layer, string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]"), width, isFrozen);
        }

        return width;
    }

    private int? Layer(LayerSpec layer, string field, int? width, bool isFrozen)
    {
        var kinds = new object?[] { layer.Linear, layer.Activation, layer.Dropout, layer.Normalization, layer.Block }.Count(kind => kind is not null);

        // A kind that is written wrongly was left out, and is told already.
        errors.Require(kinds == 1 || (kinds == 0 && errors.Within(field)), field, "must have one of linear, activation, dropout, normalization and block");
        Belongs(layer.Repeat, "repeat", layer.Block is not null, "block");
        Belongs(layer.Residual, "residual", layer.Block is not null, "block");
        Belongs(layer.Share, "share", layer.Linear is not null, "linear");
        Belongs(layer.Initialization, "initialization", layer.Linear is not null, "linear");
        Belongs(layer.Frozen, "frozen", layer.Linear is not null || layer.Normalization is not null || layer.Block is not null, "linear, normalization and block");
        errors.Require(layer.Dropout is null or (>= 0 and < 1), field + ".dropout", Rate);
        errors.Require(layer.Activation != Activation.Prelu || !isFrozen, field + ".activation", "learns a slope, which nothing in a frozen block does; leakyRelu has a fixed one");
        errors.Require(layer.Normalization != Normalization.None, field + ".normalization", "must be batch or layer");
        errors.Require(layer.Normalization != Normalization.Layer || width is not null, field + ".normalization",
            "by the layer needs a linear layer before it: columns of different kinds have no common mean");
        return layer switch
        {
            { Linear: { } outputs } => Linear(layer, field, width, outputs, isFrozen || layer.Frozen == true),
            { Block: { } block } => Block(block, layer, field, width, isFrozen || layer.Frozen == true),
            _ => width,
        };

        void Belongs(object? value, string name, bool right, string kind) => errors.Require(value is null || right, $"{field}.{name}", $"belongs to {kind}");
    }

    private int? Linear(LayerSpec layer, string field, int? width, int outputs, bool isFrozen)
    {
        errors.Require(outputs >= 1, field + ".linear", "must be at least 1");
        if (layer.Initialization is { } initialization)
        {
            new InitializationCheck(errors).Check(initialization, field + ".initialization");
        }

        if (layer.Share is { } name)
        {
            errors.Require(name.Length > 0, field + ".share", "must name what is shared");
            var use = new SharedLayer(field, width, outputs, isFrozen, layer.Initialization);
            if (!shared.TryAdd(name, use))
            {
                var first = shared[name];
                errors.Require(first.Outputs == outputs && first.Inputs == width, field + ".linear",
                    $"shares '{name}' of {first.Field}, which maps {Name(first.Inputs)} to {first.Outputs}, and would map {Name(width)} to {outputs}");
                errors.Require(first.IsFrozen == isFrozen, field + ".share", $"'{name}' is frozen in one use and not in the other");
                errors.Require(first.Initialization == layer.Initialization, field + ".initialization", $"must be that of '{name}' at {first.Field}");
            }
        }

        return outputs;
    }

    private int? Block(IReadOnlyList<LayerSpec> block, LayerSpec layer, string field, int? width, bool isFrozen)
    {
        errors.Require(block.Count > 0, field + ".block", "must have a layer");
        errors.Require(layer.Repeat is null or (>= 1 and <= MaximumLayers), field + ".repeat", $"must be 1 to {MaximumLayers}");
        var outputs = Sequence(block, field + ".block", width, isFrozen);
        if (layer.Residual == true)
        {
            errors.Require(width is not null, field + ".residual", "needs a linear layer before the block, whose outputs it adds");
            errors.Require(width is null || outputs == width, field + ".residual", $"would add {Name(width)} inputs to {Name(outputs)} outputs; end the block with as many outputs");
        }

        // From the second turn on its own outputs come in.
        return layer.Repeat > 1 && outputs != width ? Sequence(block, field + ".block", outputs, isFrozen) : outputs;
    }

    private static string Name(int? width) => width is { } known ? known.ToString(CultureInfo.InvariantCulture) : "the data's";

    private sealed record SharedLayer(string Field, int? Inputs, int Outputs, bool IsFrozen, InitializationSpec? Initialization);
}
