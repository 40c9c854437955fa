using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting;

/// <summary>What the training of a split came to.</summary>
/// <param name="Split">The split.</param>
/// <param name="Epoch">The epoch that was kept.</param>
/// <param name="Train">Its scores on the rows that were trained on, with dropout off.</param>
/// <param name="Validation">What its networks said of the validation rows; null where there are none.</param>
internal sealed record SplitResult(Split Split, int Epoch, Metrics Train, Answers? Validation);
