using LearnML.Contracts;

namespace LearnML.Training.Fitting.Searches;

/// <summary>The score by which a search compares its trials.</summary>
public static class SearchObjective
{
    /// <summary>Returns the score of a trial; null if the metrics do not have it.</summary>
    public static double? ScoreOf(StoppingMetric objective, Metrics? validation) => validation is null ? null : objective switch
    {
        StoppingMetric.Accuracy => validation.Accuracy,
        StoppingMetric.Rmse => validation.Rmse,
        StoppingMetric.Mae => validation.Mae,
        StoppingMetric.LogRmse => validation.LogRmse,
        _ => validation.Loss,
    };

    /// <summary>Returns the score as a value to minimize; infinite without a score.</summary>
    internal static double ErrorOf(StoppingMetric objective, Metrics? validation) =>
        ScoreOf(objective, validation) is not { } score || double.IsNaN(score) ? double.PositiveInfinity
            : objective == StoppingMetric.Accuracy ? -score : score;

    /// <summary>Whether a score is better than another one; null is worse than any.</summary>
    public static bool IsBetter(StoppingMetric objective, double? score, double? than) =>
        score is not null && (than is null || (objective == StoppingMetric.Accuracy ? score > than : score < than));
}
