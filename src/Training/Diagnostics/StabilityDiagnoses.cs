using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Diagnostics;

/// <summary>Diagnoses vanishing gradients, exploding gradients and dead units, which prevent a network from learning.</summary>
internal static class StabilityDiagnoses
{
    /// <summary>A layer learns almost nothing if its gradient norm is below this share of the output layer's.</summary>
    private const double VanishingRatio = 1e-3;

    /// <summary>A gradient norm above this is large enough to learn from, whatever the output layer's gradient norm is.</summary>
    private const double SufficientGradientNorm = 0.1;

    /// <summary>The gradients explode if a layer's gradient norm is more than this many times the output layer's.</summary>
    private const double ExplodingGradientRatio = 100;

    /// <summary>The activations explode if a layer's activation variance is more than this many times the first layer's.</summary>
    private const double ExplodingActivationRatio = 1e3;

    /// <summary>A lower bound of the first layer's variance in that comparison. With dead units its variance is too small to compare with.</summary>
    private const double MinimumFirstVariance = 1;

    /// <summary>The share of a layer's units that can be dead without a diagnosis.</summary>
    private const double DeadUnitShare = 0.5;

    /// <summary>
    /// Returns each problem that the epochs show once. For gradients it names the first epoch and layer that show it, for dead units the first
    /// layer in the last epoch with layer metrics.
    /// </summary>
    /// <param name="epochs">The scores of the epochs.</param>
    /// <param name="baselineLoss">The baseline loss; 0 for a network that diverged.</param>
    public static IEnumerable<Diagnosis> Diagnose(IReadOnlyList<EpochScores> epochs, double baselineLoss)
    {
        var hidden = HiddenLayers(epochs);
        if (hidden.FirstOrDefault(layer =>
            layer.Layer.GradientNorm < Math.Min(VanishingRatio * layer.Output.GradientNorm ?? 0, SufficientGradientNorm)) is { } vanishing)
        {
            yield return new Diagnosis(
                "vanishingGradients",
                Invariant($"The gradients vanish in the backward pass: in epoch {vanishing.Epoch}, ") +
                Invariant($"the gradient norm of layer {vanishing.Layer.Layer} ") +
                Invariant($"is {vanishing.Layer.GradientNorm:g3}, but {vanishing.Output.GradientNorm:g3} in the output layer. ") +
                "So the layer learns almost nothing. Relu instead of sigmoid or tanh, xavier or kaiming initialization, normalization, " +
                "residual blocks or fewer layers usually help.",
                vanishing.Layer.Layer,
                vanishing.Epoch)
            {
                Numbers = NumbersOf(("gradientNorm", vanishing.Layer.GradientNorm), ("outputGradientNorm", vanishing.Output.GradientNorm)),
            };
        }

        if (DiagnoseExploding(epochs, baselineLoss) is { } exploding)
        {
            yield return exploding;
        }

        if (hidden.FirstOrDefault(layer => layer.Epoch == hidden[^1].Epoch && layer.Layer.DeadUnits > DeadUnitShare) is { } dead)
        {
            yield return new Diagnosis(
                "deadUnits",
                Invariant($"After epoch {dead.Epoch}, {dead.Layer.DeadUnits:p0} of the units of layer {dead.Layer.Layer} are dead: ") +
                "they output the same number for every row and no longer learn. " +
                "A smaller learning rate, kaiming initialization, or leakyRelu, elu or gelu instead of relu usually help.",
                dead.Layer.Layer,
                dead.Epoch)
            {
                Numbers = NumbersOf(("deadShare", dead.Layer.DeadUnits)),
            };
        }
    }

    /// <summary>
    /// Returns the first epoch and layer with exploding gradients, because the gradients grow in the backward pass or because the activations grow
    /// in the forward pass; null if there is none.
    /// </summary>
    /// <param name="epochs">The scores of the epochs.</param>
    /// <param name="baselineLoss">The baseline loss; 0 for a network that diverged.</param>
    public static Diagnosis? DiagnoseExploding(IReadOnlyList<EpochScores> epochs, double baselineLoss)
    {
        var hidden = HiddenLayers(epochs);
        if (hidden.FirstOrDefault(layer => layer.Layer.GradientNorm > ExplodingGradientRatio * layer.Output.GradientNorm) is { } growing)
        {
            return new Diagnosis(
                "explodingGradients",
                Invariant($"The gradients grow in the backward pass: in epoch {growing.Epoch}, the gradient norm of layer {growing.Layer.Layer} ") +
                Invariant($"is {growing.Layer.GradientNorm:g3}, but {growing.Output.GradientNorm:g3} in the output layer. ") +
                "Xavier or kaiming initialization, optimizer.clipNorm, residual blocks or fewer layers usually help.",
                growing.Layer.Layer,
                growing.Epoch)
            {
                Numbers = NumbersOf(("gradientNorm", growing.Layer.GradientNorm), ("outputGradientNorm", growing.Output.GradientNorm)),
            };
        }

        // Large target numbers need large activations. So these are a problem only if the loss is above the baseline.
        var large = hidden.FirstOrDefault(layer => !(layer.Loss <= baselineLoss)
            && layer.Layer.ActivationVariance > ExplodingActivationRatio * Math.Max(layer.First.ActivationVariance, MinimumFirstVariance));
        return large is null
            ? null
            : new Diagnosis(
                "explodingGradients",
                Invariant($"The activations grow from layer to layer, and so do the gradients: in epoch {large.Epoch}, ") +
                Invariant($"the activation variance of layer {large.Layer.Layer} is {large.Layer.ActivationVariance:g3}, ") +
                Invariant($"but {large.First.ActivationVariance:g3} in the first layer. ") +
                "Xavier or kaiming initialization, normalization, optimizer.clipNorm or a smaller learning rate usually help.",
                large.Layer.Layer,
                large.Epoch)
            {
                Numbers = NumbersOf(("variance", large.Layer.ActivationVariance), ("firstVariance", large.First.ActivationVariance)),
            };
    }

    private static LayerSnapshot[] HiddenLayers(IReadOnlyList<EpochScores> epochs) =>
    [
        .. epochs.SelectMany(epoch => epoch.Layers.SkipLast(1).Select(layer => new LayerSnapshot(
            epoch.Epoch, epoch.Train.Loss, layer, epoch.Layers[0], epoch.Layers[^1]))),
    ];

    /// <summary>The numbers that JSON can have.</summary>
    private static Dictionary<string, double> NumbersOf(params (string Name, double? Value)[] numbers) =>
        numbers.Where(number => number.Value is { } value && double.IsFinite(value))
            .ToDictionary(number => number.Name, number => number.Value!.Value);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A hidden layer after an epoch, with the first layer and the output layer to compare with.</summary>
    private sealed record LayerSnapshot(int Epoch, double Loss, LayerMetrics Layer, LayerMetrics First, LayerMetrics Output);
}
