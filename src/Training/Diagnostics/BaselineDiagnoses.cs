using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnostics;

/// <summary>Diagnoses networks that are not shown to predict better than a simple model.</summary>
internal static class BaselineDiagnoses
{
    /// <summary>Whether the 95 % interval of the gain in any metric is above 0.</summary>
    public static bool IsBetter(BaselineScores scores) => scores.Gains.Any(gain => gain.Lower > 0);

    /// <summary>Returns the diagnosis, if it applies.</summary>
    /// <param name="scores">The comparison with baselines.</param>
    /// <param name="network">The metrics of the network on the same rows.</param>
    public static IEnumerable<Diagnosis> Diagnose(BaselineScores scores, Metrics network)
    {
        if (scores.Gains.Count == 0 || IsBetter(scores))
        {
            yield break;
        }

        var comparisons = scores.Gains.Select(
            gain => Compare(gain, network, gain.Baseline == BaselineKind.Linear ? scores.Linear! : scores.Constant));
        var verdict = scores.Gains.All(gain => gain.Upper < 0)
            ? "The network is worse than a simple model."
            : "The network is not shown to be better.";
        yield return new Diagnosis(
            "notBetterThanBaseline",
            string.Create(CultureInfo.InvariantCulture, $"On the {scores.Rows} scored rows, {string.Join("; ", comparisons)}. {verdict} ") +
            "More rows to learn from and to score, more informative columns, or other settings of the network and the optimizer may help. " +
            "If they do not, the simple model is enough.");
    }

    private static string Compare(BaselineGain gain, Metrics network, Metrics baseline)
    {
        var (name, own, other) = gain.Metric switch
        {
            BaselineMetric.Loss => ("loss", network.Loss, baseline.Loss),
            BaselineMetric.Accuracy => ("accuracy", network.Accuracy!.Value, baseline.Accuracy!.Value),
            _ => ("RMSE", network.Rmse!.Value, baseline.Rmse!.Value),
        };
        var model = gain.Baseline == BaselineKind.Linear
            ? "a linear model"
            : baseline.Accuracy is null ? "always predicting the mean" : "always predicting the class shares";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the {name} is {own:g3}, and {other:g3} for {model} (gain {gain.Gain:g3}, 95 % interval {gain.Lower:g3} to {gain.Upper:g3})");
    }
}
