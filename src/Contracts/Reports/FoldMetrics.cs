namespace LearnML.Contracts;

/// <summary>A statistic over the folds.</summary>
/// <param name="Train">The statistic of the metrics on the training rows.</param>
/// <param name="Validation">The statistic of the metrics on the validation rows.</param>
public sealed record FoldMetrics(Metrics Train, Metrics Validation);
