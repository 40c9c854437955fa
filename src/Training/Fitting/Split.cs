namespace LearnML.Training.Fitting;

/// <summary>Which rows a network is trained on and which it is scored on.</summary>
/// <param name="Fold">The fold, from 1; null outside of a cross-validation.</param>
/// <param name="Train">Rows of the training part.</param>
/// <param name="Validation">Rows of the training part, or of the test part where the spec says so; none for a final network.</param>
internal sealed record Split(int? Fold, long[] Train, long[] Validation);
