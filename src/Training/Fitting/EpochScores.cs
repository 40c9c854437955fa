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
    IReadOnlyList<LayerMetrics> Layers);
