using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Fitting;

namespace LearnML.Training.Diagnosing;

/// <summary>Signs of a network that cannot learn, or only in part: gradients that vanish or explode, units that are dead.</summary>
internal static class StabilityDiagnoses
{
    /// <summary>A layer whose gradient is below this share of the output layer's learns next to nothing.</summary>
    private const double Vanishing = 1e-3;

    /// <summary>Activations of inputs around 1 that vary more than this grew from layer to layer.</summary>
    private const double Exploding = 1e3;

    /// <summary>The share of a layer's units that may be dead without much loss.</summary>
    private const double Dead = 0.5;

    /// <summary>What the epochs of a network show, each sign once: in the first epoch that has it, the first layer.</summary>
    public static IEnumerable<Diagnosis> Of(IReadOnlyList<EpochScores> epochs)
    {
        var hidden = epochs.SelectMany(epoch => epoch.Layers.SkipLast(1).Select(layer => (epoch.Epoch, Layer: layer, Output: epoch.Layers[^1]))).ToArray();
        if (hidden.FirstOrDefault(seen => seen.Layer.GradientNorm < Vanishing * seen.Output.GradientNorm) is { Layer: not null } vanishing)
        {
            yield return new Diagnosis(
                "vanishingGradients",
                Text($"The gradients vanish on their way back: in epoch {vanishing.Epoch} that of layer {vanishing.Layer.Layer} has the norm {vanishing.Layer.GradientNorm:g3}, ") +
                Text($"that of the output layer {vanishing.Output.GradientNorm:g3}, so the layer hardly learns. ") +
                "Relu in place of sigmoid or tanh, xavier or kaiming initialization, a normalization, residual blocks or fewer layers usually help.",
                vanishing.Layer.Layer,
                vanishing.Epoch);
        }

        if (hidden.FirstOrDefault(seen => seen.Layer.ActivationVariance > Exploding) is { Layer: not null } exploding)
        {
            yield return new Diagnosis(
                "explodingGradients",
                Text($"The activations grow from layer to layer, and the gradients with them: in epoch {exploding.Epoch} those of layer {exploding.Layer.Layer} have the variance {exploding.Layer.ActivationVariance:g3}. ") +
                "Xavier or kaiming initialization, a normalization, optimizer.clipNorm or a smaller learning rate usually help.",
                exploding.Layer.Layer,
                exploding.Epoch);
        }

        if (hidden.FirstOrDefault(seen => seen.Epoch == epochs[^1].Epoch && seen.Layer.DeadUnits > Dead) is { Layer: not null } dead)
        {
            yield return new Diagnosis(
                "deadUnits",
                Text($"In layer {dead.Layer.Layer} {dead.Layer.DeadUnits:p0} of the units gave the same number for every row at the end, epoch {dead.Epoch}: they learn nothing any more. ") +
                "A smaller learning rate, leakyRelu, elu or gelu in place of relu, or kaiming initialization usually help.",
                dead.Layer.Layer,
                dead.Epoch);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
