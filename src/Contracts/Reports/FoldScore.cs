namespace LearnML.Contracts;

/// <summary>How the network of a fold did.</summary>
/// <param name="Fold">The fold, from 1.</param>
/// <param name="Rows">Its rows, which the network was not trained on.</param>
/// <param name="Epoch">The epoch that was kept and scored.</param>
/// <param name="Train">Scores on the rows that it was trained on, with dropout off.</param>
/// <param name="Validation">Scores on the fold's rows.</param>
public sealed record FoldScore(int Fold, int Rows, int Epoch, Metrics Train, Metrics Validation);
