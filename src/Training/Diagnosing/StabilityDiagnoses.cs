using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Fitting;

namespace LearnML.Training.Diagnosing;

/// <summary>Signs of a network that cannot learn, or only in part: gradients that vanish or explode, units that are dead.</summary>
internal static class StabilityDiagnoses
{
    /// <summary>A layer whose gradient is below this share of the output layer's learns next to nothing.</summary>
    private const double Vanishing = 1e-3;

    /// <summary>A gradient above this is large enough to learn by, whatever the output layer's is.</summary>
    private const double Small = 0.1;

    /// <summary>A layer whose gradient is this many times the output layer's grew on its way back.</summary>
    private const double GradientGrowth = 100;

    /// <summary>A layer whose activations vary this many times as much as those of the first grew from layer to layer.</summary>
    private const double ActivationGrowth = 1e3;

    /// <summary>The share of a layer's units that may be dead without much loss.</summary>
    private const double Dead = 0.5;

    /// <summary>What the epochs of a network show, each sign once: in the first epoch that has it, the first layer.</summary>
    public static IEnumerable<Diagnosis> Of(IReadOnlyList<EpochScores> epochs)
    {
        var hidden = epochs.SelectMany(epoch => epoch.Layers.SkipLast(1).Select(layer => (epoch.Epoch, Layer: layer, First: epoch.Layers[0], Output: epoch.Layers[^1]))).ToArray();
        if (hidden.FirstOrDefault(seen => seen.Layer.GradientNorm < Math.Min(Vanishing * seen.Output.GradientNorm ?? 0, Small)) is { Layer: not null } vanishing)
        {
            yield return new Diagnosis(
                "vanishingGradients",
                Text($"The gradients vanish on their way back: in epoch {vanishing.Epoch} that of layer {vanishing.Layer.Layer} has the norm {vanishing.Layer.GradientNorm:g3}, ") +
                Text($"that of the output layer {vanishing.Output.GradientNorm:g3}, so the layer hardly learns. ") +
                "Relu in place of sigmoid or tanh, xavier or kaiming initialization, a normalization, residual blocks or fewer layers usually help.",
                vanishing.Layer.Layer,
                vanishing.Epoch);
        }

        if (hidden.FirstOrDefault(seen => seen.Layer.GradientNorm > GradientGrowth * seen.Output.GradientNorm) is { Layer: not null } growing)
        {
            yield return new Diagnosis(
                "explodingGradients",
                Text($"The gradients grow on their way back: in epoch {growing.Epoch} that of layer {growing.Layer.Layer} has the norm {growing.Layer.GradientNorm:g3}, ") +
                Text($"that of the output layer {growing.Output.GradientNorm:g3}. ") +
                "Xavier or kaiming initialization, optimizer.clipNorm, residual blocks or fewer layers usually help.",
                growing.Layer.Layer,
                growing.Epoch);
        }
        else if (hidden.FirstOrDefault(seen => seen.Layer.ActivationVariance > ActivationGrowth * seen.First.ActivationVariance) is { Layer: not null } exploding)
        {
            yield return new Diagnosis(
                "explodingGradients",
                Text($"The activations grow from layer to layer, and the gradients with them: in epoch {exploding.Epoch} those of layer {exploding.Layer.Layer} have the variance {exploding.Layer.ActivationVariance:g3}, those of the first layer {exploding.First.ActivationVariance:g3}. ") +
                "Xavier or kaiming initialization, a normalization, optimizer.clipNorm or a smaller learning rate usually help.",
                exploding.Layer.Layer,
                exploding.Epoch);
        }

        if (hidden.FirstOrDefault(seen => seen.Epoch == epochs[^1].Epoch && seen.Layer.DeadUnits > Dead) is { Layer: not null } dead)
        {
            yield return new Diagnosis(
                "deadUnits",
                Text($"In layer {dead.Layer.Layer} {dead.Layer.DeadUnits:p0} of the units gave the same number for every row at the end, epoch {dead.Epoch}: they learn nothing any more. ") +
                "A smaller learning rate, kaiming initialization, or leakyRelu, elu or gelu where it is relu, usually help.",
                dead.Layer.Layer,
                dead.Epoch);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
