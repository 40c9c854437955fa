using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;

namespace LearnML.Training.Fitting.Runs;

/// <summary>How far the training of a split came.</summary>
/// <param name="Split">The split.</param>
/// <param name="Kept">The scores of the kept epoch; null if the training diverged.</param>
/// <param name="HasEnded">Whether early stopping or a divergence ended the training.</param>
internal sealed record TrainedSplit(Split Split, EpochScores? Kept, bool HasEnded);
