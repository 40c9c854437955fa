using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Api.Storage.Promotions;

/// <summary>
/// Compares a new version with the one that serves, by stored scores of the same rows: those of the test part, or without one those of validation
/// rows that neither version was trained on. Where no rows score both versions fairly, it says why.
/// </summary>
internal static class VersionComparison
{
    /// <summary>The metrics that decide: the first that both versions have. The loss is the last, because its unit depends on the spec.</summary>
    private static readonly (string Name, Func<Metrics, double?> Read, bool IsHigherBetter)[] DecidingMetrics =
    [
        ("accuracy", metrics => metrics.Accuracy, true),
        ("logRmse", metrics => metrics.LogRmse, false),
        ("rmse", metrics => metrics.Rmse, false),
        ("loss", metrics => metrics.Loss, false),
    ];

    /// <summary>Returns whether the added version is better, and why.</summary>
    public static Promotion Compare(ModelVersion added, ModelVersion served)
    {
        var compared = FindObstacle(added, served) is { } obstacle
            ? new Promotion(obstacle, Explain(obstacle, served))
            : added.Test is not null
                ? Compare("test", added.Test, served.Test!, served)
                : Compare("validation", added.Validation, served.Validation, served);
        return compared with { ServedVersion = served.Version };
    }

    private static Promotion Compare(string part, Metrics added, Metrics served, ModelVersion servedVersion)
    {
        var (name, read, isHigherBetter) = DecidingMetrics.First(metric => metric.Read(added) is not null && metric.Read(served) is not null);
        var (score, servedScore) = (read(added)!.Value, read(served)!.Value);
        var isBetter = isHigherBetter ? score > servedScore : score < servedScore;
        var verdict = isBetter ? "It is better than" : "It does not serve, because it is not better than";
        return new Promotion(
            isBetter ? PromotionOutcome.Better : PromotionOutcome.NotBetter,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{verdict} version {servedVersion.Version} on the same {part} rows: {name} {score:g4}, and {servedScore:g4} before."))
        {
            Metric = $"{part}.{name}",
            Score = score,
            ServedScore = servedScore,
        };
    }

    /// <summary>Returns why no rows score both versions fairly; null if some do.</summary>
    private static PromotionOutcome? FindObstacle(ModelVersion added, ModelVersion served)
    {
        if (added.IsImported || served.IsImported)
        {
            return PromotionOutcome.Imported;
        }

        if (added.Spec is not { } spec || served.Spec is not { } servedSpec || !HaveSameData(added, spec, served, servedSpec))
        {
            return PromotionOutcome.OtherData;
        }

        var hasTest = added.Test is not null;
        return hasTest != served.Test is not null || !(hasTest ? HaveSameTest(spec, servedSpec) : HaveSameValidation(spec, servedSpec))
            ? PromotionOutcome.OtherRows
            : !hasTest && (spec.Search is not null || servedSpec.Search is not null)
                ? PromotionOutcome.ChosenByScore
                : null;
    }

    private static bool HaveSameData(ModelVersion added, JobSpec spec, ModelVersion served, JobSpec servedSpec) =>
        added.TrainingDataHash is { } hash && hash == served.TrainingDataHash && added.Task == served.Task
        && spec.Target == servedSpec.Target && spec.WeightColumn == servedSpec.WeightColumn;

    /// <summary>A test part that chose the epoch of one version scores that version too well, unless it chose the other's epoch too.</summary>
    private static bool HaveSameTest(JobSpec spec, JobSpec served) =>
        spec.Validation.TestPart == served.Validation.TestPart
        && (!spec.Validation.TestPart || spec.Validation.Keep == served.Validation.Keep)
        && spec.Validation.TestFraction == served.Validation.TestFraction
        && (spec.Validation.TestFraction is null || HaveSameDraw(spec, served));

    /// <summary>A cross-validation without a time scores all rows, however they were drawn.</summary>
    private static bool HaveSameValidation(JobSpec spec, JobSpec served) =>
        spec.Validation == served.Validation
        && ((spec.Validation.Folds is not null && spec.Validation.TimeColumn is null) || HaveSameDraw(spec, served));

    /// <summary>The seed and the assignment choose the rows, and rows that are equal in all columns in use stay together.</summary>
    private static bool HaveSameDraw(JobSpec spec, JobSpec served) =>
        spec.Training.Seed == served.Training.Seed
        && (spec.Validation.Assignment, spec.Validation.GroupColumn, spec.Validation.TimeColumn)
            == (served.Validation.Assignment, served.Validation.GroupColumn, served.Validation.TimeColumn)
        && (spec.Preprocessing?.Columns ?? []).SequenceEqual(served.Preprocessing?.Columns ?? []);

    private static string Explain(PromotionOutcome obstacle, ModelVersion served)
    {
        var version = string.Create(CultureInfo.InvariantCulture, $"version {served.Version}");
        return obstacle switch
        {
            PromotionOutcome.Imported => $"It does not serve, because it cannot be compared with {version}: one of the two was imported.",
            PromotionOutcome.OtherData => $"It does not serve, because it cannot be compared with {version}: the two learned from different data.",
            PromotionOutcome.OtherRows => $"It does not serve, because it cannot be compared with {version}: the two were scored on different rows.",
            _ => $"It does not serve, because it cannot be compared with {version}: a search chose one of the two by the validation rows, "
                + "so its score on them is too good. Set validation.testFraction to have test rows.",
        };
    }
}
