using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnostics;

/// <summary>Diagnoses networks that are not shown to predict better than a simple model.</summary>
internal static class BaselineDiagnoses
{
    /// <summary>Whether the 95 % interval of the gain over simple models is above 0 in any metric.</summary>
    public static bool IsBetter(BaselineScores scores) => OverSimpleModels(scores).Any(gain => gain.Lower > 0);

    /// <summary>Returns the diagnosis, if it applies.</summary>
    /// <param name="scores">The comparison with baselines.</param>
    /// <param name="network">The metrics of the network on the same rows.</param>
    public static IEnumerable<Diagnosis> Diagnose(BaselineScores scores, Metrics network)
    {
        BaselineGain[] gains = [.. OverSimpleModels(scores)];
        if (gains.Length == 0 || IsBetter(scores))
        {
            yield break;
        }

        var comparisons = gains.Select(gain => Compare(gain, network, scores));
        var verdict = Array.TrueForAll(gains, gain => gain.Upper < 0)
            ? "The network is worse than a simple model."
            : "The network is not shown to be better.";
        yield return new Diagnosis(
            "notBetterThanBaseline",
            string.Create(CultureInfo.InvariantCulture, $"On the {scores.Rows} scored rows, {string.Join("; ", comparisons)}. {verdict} ") +
            "More rows to learn from and to score, more informative columns, or other settings of the network and the optimizer may help. " +
            "If they do not, the simple model is enough.")
        {
            Numbers = new Dictionary<string, double> { ["rows"] = scores.Rows },
        };
    }

    /// <summary>Returns a metric of the network and of a baseline, with the gain and its interval, as a part of a sentence.</summary>
    public static string Compare(BaselineGain gain, Metrics network, BaselineScores scores)
    {
        var baseline = gain.Baseline switch
        {
            BaselineKind.BoostedTrees => scores.BoostedTrees!,
            BaselineKind.Linear => scores.Linear!,
            _ => scores.Constant,
        };
        var (own, other) = gain.Metric switch
        {
            BaselineMetric.Loss => (network.Loss, baseline.Loss),
            BaselineMetric.Accuracy => (network.Accuracy!.Value, baseline.Accuracy!.Value),
            _ => (network.Rmse!.Value, baseline.Rmse!.Value),
        };
        var model = gain.Baseline switch
        {
            BaselineKind.BoostedTrees => "boosted trees",
            BaselineKind.Linear => "a linear model",
            _ => baseline.Accuracy is null ? "always predicting the mean" : "always predicting the class shares",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the {NameOf(gain.Metric)} is {own:g3}, and {other:g3} for {model} "
                + $"(gain {gain.Gain:g3}, 95 % interval {gain.Lower:g3} to {gain.Upper:g3})");
    }

    /// <summary>Returns the name of a metric in a sentence.</summary>
    public static string NameOf(BaselineMetric metric) => metric switch
    {
        BaselineMetric.Loss => "loss",
        BaselineMetric.Accuracy => "accuracy",
        _ => "RMSE",
    };

    private static IEnumerable<BaselineGain> OverSimpleModels(BaselineScores scores) =>
        scores.Gains.Where(gain => gain.Baseline != BaselineKind.BoostedTrees);
}
