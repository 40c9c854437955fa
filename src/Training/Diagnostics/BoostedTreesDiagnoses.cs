using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnostics;

/// <summary>
/// Says whether a network or boosted trees predict better, if the spec asks for the comparison. The metric that the report names first decides: the
/// loss, which the network is trained for. The other metric is told beside it.
/// </summary>
internal static class BoostedTreesDiagnoses
{
    /// <summary>Returns the diagnosis, if there are boosted trees and at least two scored rows.</summary>
    /// <param name="scores">The comparison with baselines.</param>
    /// <param name="network">The metrics of the network on the same rows.</param>
    /// <param name="spec">The spec of the job, which the advice depends on.</param>
    public static IEnumerable<Diagnosis> Diagnose(BaselineScores scores, Metrics network, JobSpec spec)
    {
        var gains = scores.Gains.Where(gain => gain.Baseline == BaselineKind.BoostedTrees).ToArray();
        if (gains.Length == 0)
        {
            yield break;
        }

        var first = gains[0];
        var kind = IsBetter(first) ? "betterThanBoostedTrees" : IsWorse(first) ? "worseThanBoostedTrees" : "likeBoostedTrees";
        string[] sentences =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"On the {scores.Rows} scored rows, {string.Join("; ", gains.Select(gain => BaselineDiagnoses.Compare(gain, network, scores)))}."),
            Judge(first),
            .. gains.Skip(1).Where(gain => Judge(gain, first) is not null).Select(gain => Judge(gain, first)!),
            .. IsWorse(first) ? Advise(spec) : [],
        ];
        yield return new Diagnosis(kind, string.Join(' ', sentences))
        {
            Numbers = new Dictionary<string, double> { ["rows"] = scores.Rows },
        };
    }

    private static bool IsBetter(BaselineGain gain) => gain.Lower > 0;

    private static bool IsWorse(BaselineGain gain) => gain.Upper < 0;

    private static string Judge(BaselineGain gain) =>
        IsBetter(gain) ? $"By the {BaselineDiagnoses.NameOf(gain.Metric)}, the network is better than boosted trees."
        : IsWorse(gain) ? $"By the {BaselineDiagnoses.NameOf(gain.Metric)}, boosted trees are better than the network."
        : $"By the {BaselineDiagnoses.NameOf(gain.Metric)}, neither is shown to be better.";

    /// <summary>Returns what the other metric shows, if it shows something else than the first.</summary>
    private static string? Judge(BaselineGain other, BaselineGain first) =>
        IsBetter(other) == IsBetter(first) && IsWorse(other) == IsWorse(first) ? null : Judge(other);

    private static IEnumerable<string> Advise(JobSpec spec)
    {
        yield return "With these settings, a network is the wrong tool for this table.";
        string[] missing = [.. ListMissing(spec)];
        yield return missing.Length > 0
            ? $"Without a network of its own, or with \"network\": \"auto\", a spec also has {string.Join(", ", missing)}: this may help. "
                + "If it does not, use trees."
            : "The spec already has an ensemble, bins and early stopping, as \"network\": \"auto\" chooses them. "
                + "More rows or more informative columns may help. If you have none, use trees.";
    }

    /// <summary>Lists the parts of automatic networks that help most against trees and that a spec lacks.</summary>
    private static IEnumerable<string> ListMissing(JobSpec spec)
    {
        if (spec.Network.Ensemble == 1 && spec.Network.Copies is null or 1)
        {
            yield return "an ensemble (network.ensemble)";
        }

        if (spec.Preprocessing?.Bins is null)
        {
            yield return "bins of numbers (preprocessing.bins)";
        }

        if (spec.Training.EarlyStopping is null)
        {
            yield return "early stopping (training.earlyStopping)";
        }
    }
}
