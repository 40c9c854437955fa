namespace LearnML.Contracts;

/// <summary>The result of one fold of a cross-validation.</summary>
/// <param name="Fold">The fold, from 1. With K folds, the second repeat has the folds K + 1 to 2K.</param>
/// <param name="Rows">The number of rows in the fold; the network was not trained on them.</param>
/// <param name="Epoch">The epoch whose weights were kept and scored.</param>
/// <param name="Train">Metrics on the training rows, with dropout off.</param>
/// <param name="Validation">Metrics on the fold's rows.</param>
public sealed record FoldScore(int Fold, int Rows, int Epoch, Metrics Train, Metrics Validation)
{
    /// <summary>What simple predictions score on the fold's rows; null in reports of earlier versions.</summary>
    public BaselineScores? Baselines { get; init; }
}
