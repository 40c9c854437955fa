namespace LearnML.Training.Evaluation.Baselines;

/// <summary>Predictions with their errors.</summary>
/// <param name="Predictions">The predictions.</param>
/// <param name="Errors">The errors, row by row.</param>
internal sealed record ScoredPredictions(Predictions Predictions, RowErrors Errors)
{
    /// <summary>Concatenates predictions for different rows.</summary>
    public static ScoredPredictions Concat(IReadOnlyList<ScoredPredictions> all) => new(
        Predictions.Concat([.. all.Select(each => each.Predictions)]), RowErrors.Concat([.. all.Select(each => each.Errors)]));
}
