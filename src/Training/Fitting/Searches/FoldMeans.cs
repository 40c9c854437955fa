using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting.Searches;

/// <summary>
/// Averages the epochs of a search with folds. An epoch of a trial is reported as the mean of its folds, so a trial has one curve. An epoch of the
/// final networks is reported as their mean, without a trial.
/// </summary>
internal static class FoldMeans
{
    /// <summary>Returns the means, in the order of their first scores. Epochs that a fold did not end, because it diverged, are left out.</summary>
    /// <param name="scores">The scores of each fold of each trial, and of final networks, which have a trial and no fold.</param>
    /// <param name="folds">The number of folds of a trial.</param>
    public static IEnumerable<EpochScores> Average(IEnumerable<EpochScores> scores, int folds) => scores
        .GroupBy(each => (Trial: each.Fold is null ? null : each.Trial, each.Epoch))
        .Where(epoch => epoch.Key.Trial is null || epoch.Count() == folds)
        .Select(epoch => Average([.. epoch]) with { Trial = epoch.Key.Trial });

    private static EpochScores Average(EpochScores[] all) => all is [var only] ? only with { Fold = null } : all[^1] with
    {
        Fold = null,
        Train = MetricsStatistics.Mean([.. all.Select(each => each.Train)]),
        Validation = Array.TrueForAll(all, each => each.Validation is not null)
            ? MetricsStatistics.Mean([.. all.Select(each => each.Validation!)]) : null,
        LearningRate = all.Average(each => each.LearningRate),
        GradientNorm = all.Average(each => each.GradientNorm),
        Layers = [],
    };
}
