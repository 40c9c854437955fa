using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting.Searches;

/// <summary>How far a trial came, and its score.</summary>
/// <param name="Number">The number of the trial, from 1.</param>
/// <param name="State">
/// Running for a trial that waits for its next rung; finished or dropped for one that is not trained any more. A diverged trial has the score of the
/// last rung that it reached.
/// </param>
/// <param name="Score">
/// The objective on the validation rows in the kept epoch, with folds its mean; null if the trial diverged before the first rung.
/// </param>
/// <param name="Epoch">The kept epoch, with folds the rounded mean; null without a score.</param>
/// <param name="Rung">The index of the last <see cref="Rung"/> that the trial was trained for.</param>
internal sealed record TrialScore(int Number, TrialState State, double? Score, int? Epoch, int Rung = 0)
{
    /// <summary>The kept epoch of each fold, from fold 1; empty without folds and without a score.</summary>
    public IReadOnlyList<int> FoldEpochs { get; init; } = [];

    /// <summary>Returns the validation metrics of the kept epoch, with folds their means; null without a score.</summary>
    /// <param name="history">The scores of every epoch of the search.</param>
    public Metrics? FindValidation(IEnumerable<EpochScores> history)
    {
        var kept = history.Where(scores => scores.Trial == Number && scores.Validation is not null && IsKept(scores))
            .Select(scores => scores.Validation!).ToArray();
        return kept.Length == 0 ? null : MetricsStatistics.Mean(kept);
    }

    private bool IsKept(EpochScores scores) => FoldEpochs.Count == 0
        ? scores.Fold is null && scores.Epoch == Epoch
        : scores.Fold is { } fold && scores.Epoch == FoldEpochs[fold - 1];
}
