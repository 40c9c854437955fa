using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>What one epoch of a split measured.</summary>
/// <param name="Fold">The fold, from 1; null outside of a cross-validation and for its final network.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="ElapsedSeconds">Since the training started.</param>
/// <param name="Train">Means over the epoch's batches, each taken before its step, with dropout on.</param>
/// <param name="Validation">Scores after the epoch, with dropout off; null where there are no validation rows.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="GradientNorm">The L2 norm of all gradients of a network together, the mean over the epoch's steps.</param>
/// <param name="Layers">Each linear layer, from input to output.</param>
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
    /// <summary>The losses in training and, where there is one, in validation.</summary>
    internal IEnumerable<double> Losses => Validation is null ? [Train.Loss] : [Train.Loss, Validation.Loss];

    /// <summary>Whether all of it can be written down.</summary>
    internal bool AreFinite => Losses.Append(GradientNorm).All(double.IsFinite) && Layers.All(IsFinite);

    /// <summary>The first layer that left the numbers; null where none did, and where all did, for then it says nothing.</summary>
    internal string? LayerBeyondNumbers => Layers.Any(IsFinite) ? Layers.FirstOrDefault(layer => !IsFinite(layer))?.Layer : null;

    private static bool IsFinite(LayerMetrics layer) => double.IsFinite(layer.ActivationVariance + layer.WeightNorm + (layer.GradientNorm ?? 0));
}
