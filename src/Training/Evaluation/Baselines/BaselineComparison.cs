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
    /// <summary>The predictions of boosted trees; null if the spec does not ask for them, or if they were left out.</summary>
    public ScoredPredictions? BoostedTrees { get; init; }

    /// <summary>Why there are no boosted trees that the spec asks for; otherwise null.</summary>
    public string? BoostedTreesLeftOut { get; init; }

    /// <summary>Concatenates the comparisons of folds.</summary>
    public static BaselineComparison Concat(IReadOnlyList<BaselineComparison> all) => new(
        ScoredPredictions.Concat([.. all.Select(each => each.Network)]),
        ScoredPredictions.Concat([.. all.Select(each => each.Constant)]),
        ConcatIfAll(all, each => each.Linear),
        all.Select(each => each.LinearLeftOut).FirstOrDefault(reason => reason is not null))
    {
        BoostedTrees = ConcatIfAll(all, each => each.BoostedTrees),
        BoostedTreesLeftOut = all.Select(each => each.BoostedTreesLeftOut).FirstOrDefault(reason => reason is not null),
    };

    /// <summary>Returns the part of a report.</summary>
    /// <param name="task">Classification or regression.</param>
    /// <param name="classes">The class names; empty for regression.</param>
    public BaselineScores CreateReport(LearningTask task, IReadOnlyList<string> classes) => new()
    {
        Rows = Network.Predictions.Rows.Length,
        Constant = Constant.Predictions.ComputeMetrics(classes),
        Linear = Linear?.Predictions.ComputeMetrics(classes),
        LinearLeftOut = LinearLeftOut,
        BoostedTrees = BoostedTrees?.Predictions.ComputeMetrics(classes),
        BoostedTreesLeftOut = BoostedTreesLeftOut,
        Gains =
        [
            .. BaselineGains.Compute(task, Network.Errors, Constant.Errors, Linear?.Errors),
            .. BoostedTrees is null ? [] : BaselineGains.Compute(task, Network.Errors, BoostedTrees.Errors, BaselineKind.BoostedTrees),
        ],
    };

    private static ScoredPredictions? ConcatIfAll(
        IReadOnlyList<BaselineComparison> all, Func<BaselineComparison, ScoredPredictions?> select) =>
        all.Any(each => select(each) is null) ? null : ScoredPredictions.Concat([.. all.Select(each => select(each)!)]);
}
