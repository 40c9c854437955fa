namespace LearnML.Contracts;

/// <summary>An epoch of a learning curve.</summary>
/// <param name="Fold">The fold, from 1; null outside of a cross-validation and for its final network.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Train">Scores on the training rows.</param>
/// <param name="Validation">Scores on the validation rows; null without such rows.</param>
public sealed record CurvePoint(int? Fold, int Epoch, Metrics Train, Metrics? Validation);
