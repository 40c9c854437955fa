using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Networks;

/// <summary>Validates the layers of a network, from the inputs to the outputs.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class LayerCheck(FieldErrors errors)
{
    private readonly SharedWeightsCheck sharedWeights = new(errors);

    /// <summary>Validates layers one after another.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="field">The path of the layers in the spec.</param>
    /// <param name="width">The number of inputs; null if it is only known after preprocessing.</param>
    /// <param name="isFrozen">Whether an enclosing block is frozen.</param>
    /// <returns>The number of outputs; null if it is only known after preprocessing.</returns>
    public int? Check(IReadOnlyList<LayerSpec> layers, string field, int? width, bool isFrozen)
    {
        foreach (var (index, layer) in layers.Index())
        {
            width = Check(layer, string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]"), width, isFrozen);
        }

        return width;
    }

    private int? Check(LayerSpec layer, string field, int? width, bool isFrozen)
    {
        CheckKind(layer, field);
        FieldRange.CheckAll(layer, field, errors);
        CheckOptions(layer, field);
        errors.Require(layer.Activation != Activation.Prelu || !isFrozen, field + ".activation",
            "learns a slope, but nothing in a frozen block learns; use leakyRelu, which has a fixed slope");
        CheckNormalization(layer, field, width);
        isFrozen = isFrozen || layer.Frozen == true;
        return layer switch
        {
            { Linear: { } outputs } => CheckLinear(layer, field, width, outputs, isFrozen),
            { Block: { } block } => CheckBlock(block, layer, field, width, isFrozen),
            _ => width,
        };
    }

    /// <summary>Why some activations cannot be parametric.</summary>
    public const string ParametricRule = "does not apply to prelu, which has a trained slope of its own, nor to identity, which it would not change";

    /// <summary>Whether an activation can be parametric.</summary>
    public static bool IsParametricAllowed(Activation? activation) => activation is not (Activation.Prelu or Activation.Identity);

    private void CheckKind(LayerSpec layer, string field)
    {
        object?[] all = [layer.Linear, layer.Activation, layer.Dropout, layer.Normalization, layer.Scale, layer.Copies, layer.Block];
        var kinds = all.Count(kind => kind is not null);

        // A layer kind with an invalid value was read as missing, and its error is already reported.
        errors.Require(kinds == 1 || (kinds == 0 && errors.HasErrorsIn(field)), field,
            "must have exactly one of linear, activation, dropout, normalization, scale, copies and block");
    }

    /// <summary>Checks that the options belong to the kind of layer.</summary>
    private void CheckOptions(LayerSpec layer, string field)
    {
        var (isLinear, isBlock) = (layer.Linear is not null, layer.Block is not null);
        errors.Require(layer.Repeat is null || isBlock, field + ".repeat", "only applies to block");
        errors.Require(layer.Residual is null || isBlock, field + ".residual", "only applies to block");
        errors.Require(layer.Share is null || isLinear, field + ".share", "only applies to linear");
        errors.Require(layer.Initialization is null || isLinear, field + ".initialization", "only applies to linear");
        errors.Require(layer.Parametric is null || layer.Activation is not null, field + ".parametric", "only applies to activation");
        errors.Require(layer.Parametric is null || IsParametricAllowed(layer.Activation), field + ".parametric",
            ParametricRule);
        errors.Require(
            layer.Frozen is null || isLinear || isBlock || layer.Normalization is not null || layer.Scale is not null || layer.Copies is not null,
            field + ".frozen",
            "only applies to linear, normalization, scale, copies and block");
    }

    private void CheckNormalization(LayerSpec layer, string field, int? width)
    {
        errors.Require(layer.Normalization != Normalization.None, field + ".normalization", "must be batch or layer");
        errors.Require(layer.Normalization != Normalization.Layer || width is not null, field + ".normalization",
            "layer needs a linear layer before it: features of different kinds have no common mean");
    }

    private int CheckLinear(LayerSpec layer, string field, int? inputs, int outputs, bool isFrozen)
    {
        if (layer.Initialization is { } initialization)
        {
            new InitializationCheck(errors).Check(initialization, field + ".initialization");
        }

        if (layer.Share is { } name)
        {
            sharedWeights.Check(name, new SharedLayer(field, inputs, outputs, isFrozen, layer.Initialization));
        }

        return outputs;
    }

    private int? CheckBlock(IReadOnlyList<LayerSpec> block, LayerSpec layer, string field, int? width, bool isFrozen)
    {
        errors.Require(block.Count > 0, field + ".block", "must have at least one layer");
        var outputs = Check(block, field + ".block", width, isFrozen);
        if (layer.Residual == true)
        {
            errors.Require(width is not null, field + ".residual", "needs a linear layer before the block");
            errors.Require(width is null || outputs == width, field + ".residual",
                $"would add {LayerWidth.Describe(width)} inputs to {LayerWidth.Describe(outputs)} outputs; "
                    + "the block must have as many outputs as inputs");
        }

        // From the second repetition on, the inputs of the block are its own outputs.
        return layer.Repeat > 1 && outputs != width ? Check(block, field + ".block", outputs, isFrozen) : outputs;
    }
}
