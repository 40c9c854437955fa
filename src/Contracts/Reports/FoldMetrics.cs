namespace LearnML.Contracts;

/// <summary>A statistic over the folds.</summary>
/// <param name="Train">Of the scores on the rows that were trained on.</param>
/// <param name="Validation">Of the scores on the rows that were not.</param>
public sealed record FoldMetrics(Metrics Train, Metrics Validation);
