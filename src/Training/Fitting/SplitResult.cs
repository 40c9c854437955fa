using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting;

/// <summary>What the networks of a split came to.</summary>
/// <param name="Split">The split.</param>
/// <param name="Epoch">The epoch that was kept.</param>
/// <param name="History">Every epoch.</param>
/// <param name="SilentLoss">The training loss of saying nothing.</param>
/// <param name="Train">Its scores on the rows that were trained on.</param>
/// <param name="Validation">What it says of the validation rows; null without such rows.</param>
internal sealed record SplitResult(
    Split Split, int Epoch, IReadOnlyList<EpochScores> History, double SilentLoss, Metrics Train, Answers? Validation);
