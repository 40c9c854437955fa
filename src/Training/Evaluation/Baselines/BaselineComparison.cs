using LearnML.Contracts;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>The predictions of a network and of the baselines for the same rows.</summary>
/// <param name="Network">The predictions of the network.</param>
/// <param name="Constant">The same prediction for every row.</param>
/// <param name="Linear">The predictions of the linear model; null if it was left out.</param>
/// <param name="LinearLeftOut">Why there is no linear model; null if there is one.</param>
internal sealed record BaselineComparison(
    ScoredPredictions Network, ScoredPredictions Constant, ScoredPredictions? Linear, string? LinearLeftOut)
{
    /// <summary>Concatenates the comparisons of folds.</summary>
    public static BaselineComparison Concat(IReadOnlyList<BaselineComparison> all) => new(
        ScoredPredictions.Concat([.. all.Select(each => each.Network)]),
        ScoredPredictions.Concat([.. all.Select(each => each.Constant)]),
        all.Any(each => each.Linear is null) ? null : ScoredPredictions.Concat([.. all.Select(each => each.Linear!)]),
        all.Select(each => each.LinearLeftOut).FirstOrDefault(reason => reason is not null));

    /// <summary>Returns the part of a report.</summary>
    /// <param name="task">Classification or regression.</param>
    /// <param name="classes">The class names; empty for regression.</param>
    public BaselineScores CreateReport(LearningTask task, IReadOnlyList<string> classes) => new()
    {
        Rows = Network.Predictions.Rows.Length,
        Constant = Constant.Predictions.ComputeMetrics(classes),
        Linear = Linear?.Predictions.ComputeMetrics(classes),
        LinearLeftOut = LinearLeftOut,
        Gains = BaselineGains.Compute(task, Network.Errors, Constant.Errors, Linear?.Errors),
    };
}
