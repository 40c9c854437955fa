using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Evaluation;

/// <summary>Statistics over several sets of the same metrics, computed for each metric separately.</summary>
internal static class MetricsStatistics
{
    /// <summary>Returns the mean of each metric; null for a metric that any of the sets lacks.</summary>
    public static Metrics Mean(IReadOnlyList<Metrics> all) => Aggregate(all, values => values.Average());

    /// <summary>Returns the sample standard deviation of each metric, which divides by n - 1; 0 for a single set.</summary>
    public static Metrics StandardDeviation(IReadOnlyList<Metrics> all) =>
        Aggregate(all, values => SampleStatistics.Moments(values).StandardDeviation);

    private static Metrics Aggregate(IReadOnlyList<Metrics> all, Func<double[], double> statistic)
    {
        return new Metrics
        {
            Loss = Of(metrics => metrics.Loss)!.Value,
            Accuracy = Of(metrics => metrics.Accuracy),
            RocAuc = Of(metrics => metrics.RocAuc),
            MacroF1 = Of(metrics => metrics.MacroF1),
            Rmse = Of(metrics => metrics.Rmse),
            Mae = Of(metrics => metrics.Mae),
            R2 = Of(metrics => metrics.R2),
            LogRmse = Of(metrics => metrics.LogRmse),
        };

        double? Of(Func<Metrics, double?> metric) => all.All(metrics => metric(metrics) is not null)
            ? statistic([.. all.Select(metrics => metric(metrics)!.Value)])
            : null;
    }
}
