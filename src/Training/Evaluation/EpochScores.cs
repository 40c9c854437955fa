using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>The measurements of one epoch of a split.</summary>
/// <param name="Fold">The number of the fold, from 1; null without cross-validation and for the final network.</param>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="ElapsedSeconds">The training time since the start of the job, in seconds.</param>
/// <param name="Train">The means over the epoch's rows. Each batch is measured before its step, with dropout on.</param>
/// <param name="Validation">The metrics after the epoch, with dropout off; null without validation rows.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="GradientNorm">The L2 norm of all gradients of a network, averaged over the measured steps of the epoch.</param>
/// <param name="Layers">The metrics of each linear layer, from input to output; empty if the job does not keep them for this epoch.</param>
public sealed record EpochScores(
    int? Fold,
    int Epoch,
    double ElapsedSeconds,
    Metrics Train,
    Metrics? Validation,
    double LearningRate,
    double GradientNorm,
    IReadOnlyList<LayerMetrics> Layers)
{
    /// <summary>The number of the trial, from 1; null without a search.</summary>
    public int? Trial { get; init; }

    /// <summary>The training loss and, if there is one, the validation loss.</summary>
    internal IEnumerable<double> Losses => Validation is null ? [Train.Loss] : [Train.Loss, Validation.Loss];

    /// <summary>Whether all losses, norms and layer metrics are finite numbers, as JSON requires.</summary>
    internal bool AreFinite => Losses.Append(GradientNorm).All(double.IsFinite) && Layers.All(IsFinite);

    /// <summary>
    /// The scores without a validation loss and without layers if these are not finite; null if the training loss or the gradient norm is not.
    /// </summary>
    internal EpochScores? FinitePart => !double.IsFinite(Train.Loss + GradientNorm) ? null : this with
    {
        Validation = double.IsFinite(Validation?.Loss ?? 0) ? Validation : null,
        Layers = Layers.All(IsFinite) ? Layers : [],
    };

    /// <summary>
    /// The first layer with values that are not finite; null if there is none. Also null if no layer is finite, because then the first one is
    /// not the cause.
    /// </summary>
    internal string? FirstNonFiniteLayer => Layers.Any(IsFinite) ? Layers.FirstOrDefault(layer => !IsFinite(layer))?.Layer : null;

    private static bool IsFinite(LayerMetrics layer) => double.IsFinite(layer.ActivationVariance + layer.WeightNorm + (layer.GradientNorm ?? 0));
}
