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

    /// <summary>A first layer whose activations vary less, as those of dead units do, is no measure of the others.</summary>
    private const double LeastVariance = 1;

    /// <summary>The share of a layer's units that may be dead without much loss.</summary>
    private const double Dead = 0.5;

    /// <summary>What the epochs of a network show, each sign once: in the first epoch that has it, the first layer.</summary>
    /// <param name="epochs">The epochs.</param>
    /// <param name="silentLoss">The loss of saying nothing; 0 of a network that diverged.</param>
    public static IEnumerable<Diagnosis> Of(IReadOnlyList<EpochScores> epochs, double silentLoss)
    {
        var hidden = Hidden(epochs);
        if (hidden.FirstOrDefault(seen => seen.Layer.GradientNorm < Math.Min(Vanishing * seen.Output.GradientNorm ?? 0, Small)) is { } vanishing)
        {
            yield return new Diagnosis(
                "vanishingGradients",
                Text($"The gradients vanish on their way back: in epoch {vanishing.Epoch} that of layer {vanishing.Layer.Layer} has the norm {vanishing.Layer.GradientNorm:g3}, ") +
                Text($"that of the output layer {vanishing.Output.GradientNorm:g3}, so the layer hardly learns. ") +
                "Relu in place of sigmoid or tanh, xavier or kaiming initialization, a normalization, residual blocks or fewer layers usually help.",
                vanishing.Layer.Layer,
                vanishing.Epoch);
        }

        if (Exploding(epochs, silentLoss) is { } exploding)
        {
            yield return exploding;
        }

        if (hidden.FirstOrDefault(seen => seen.Epoch == epochs[^1].Epoch && seen.Layer.DeadUnits > Dead) is { } dead)
        {
            yield return new Diagnosis(
                "deadUnits",
                Text($"In layer {dead.Layer.Layer} {dead.Layer.DeadUnits:p0} of the units gave the same number for every row at the end, epoch {dead.Epoch}: they learn nothing any more. ") +
                "A smaller learning rate, kaiming initialization, or leakyRelu, elu or gelu where it is relu, usually help.",
                dead.Layer.Layer,
                dead.Epoch);
        }
    }

    /// <summary>The first epoch and layer whose gradients explode, as they grow on their way back or with the activations; null where none do.</summary>
    /// <param name="epochs">The epochs.</param>
    /// <param name="silentLoss">The loss of saying nothing; 0 of a network that diverged.</param>
    public static Diagnosis? Exploding(IReadOnlyList<EpochScores> epochs, double silentLoss)
    {
        var hidden = Hidden(epochs);
        if (hidden.FirstOrDefault(seen => seen.Layer.GradientNorm > GradientGrowth * seen.Output.GradientNorm) is { } growing)
        {
            return new Diagnosis(
                "explodingGradients",
                Text($"The gradients grow on their way back: in epoch {growing.Epoch} that of layer {growing.Layer.Layer} has the norm {growing.Layer.GradientNorm:g3}, ") +
                Text($"that of the output layer {growing.Output.GradientNorm:g3}. ") +
                "Xavier or kaiming initialization, optimizer.clipNorm, residual blocks or fewer layers usually help.",
                growing.Layer.Layer,
                growing.Epoch);
        }

        // A target of large numbers needs large activations: they are a sign only where the network does worse than by saying nothing.
        return hidden.FirstOrDefault(seen => !(seen.Loss <= silentLoss) && seen.Layer.ActivationVariance > ActivationGrowth * Math.Max(seen.First.ActivationVariance, LeastVariance)) is { } large
            ? new Diagnosis(
                "explodingGradients",
                Text($"The activations grow from layer to layer, and the gradients with them: in epoch {large.Epoch} those of layer {large.Layer.Layer} have the variance {large.Layer.ActivationVariance:g3}, those of the first layer {large.First.ActivationVariance:g3}. ") +
                "Xavier or kaiming initialization, a normalization, optimizer.clipNorm or a smaller learning rate usually help.",
                large.Layer.Layer,
                large.Epoch)
            : null;
    }

    private static Seen[] Hidden(IReadOnlyList<EpochScores> epochs) =>
        [.. epochs.SelectMany(epoch => epoch.Layers.SkipLast(1).Select(layer => new Seen(epoch.Epoch, epoch.Train.Loss, layer, epoch.Layers[0], epoch.Layers[^1])))];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A hidden layer after an epoch, beside the first and the output layer.</summary>
    private sealed record Seen(int Epoch, double Loss, LayerMetrics Layer, LayerMetrics First, LayerMetrics Output);
}
