using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnostics;

/// <summary>Says whether a network or boosted trees predict better, if the spec asks for the comparison.</summary>
internal static class BoostedTreesDiagnoses
{
    /// <summary>Returns the diagnosis, if there are boosted trees and at least two scored rows.</summary>
    /// <param name="scores">The comparison with baselines.</param>
    /// <param name="network">The metrics of the network on the same rows.</param>
    public static IEnumerable<Diagnosis> Diagnose(BaselineScores scores, Metrics network)
    {
        var gains = scores.Gains.Where(gain => gain.Baseline == BaselineKind.BoostedTrees).ToArray();
        if (gains.Length == 0)
        {
            yield break;
        }

        var (kind, verdict) = (IsBetter: gains.Any(gain => gain.Lower > 0), IsWorse: gains.Any(gain => gain.Upper < 0)) switch
        {
            (true, false) => ("betterThanBoostedTrees", "The network is better than boosted trees."),
            (false, true) => (
                "worseThanBoostedTrees",
                "Boosted trees are better than the network: with these settings, a network is the wrong tool for this table. " +
                "\"network\": \"auto\" or other settings may help. If they do not, use trees."),
            (false, false) => ("likeBoostedTrees", "Neither is shown to be better."),
            _ => ("likeBoostedTrees", "Each is better in one of the two."),
        };
        var comparisons = string.Join("; ", gains.Select(gain => BaselineDiagnoses.Compare(gain, network, scores)));
        yield return new Diagnosis(
            kind, string.Create(CultureInfo.InvariantCulture, $"On the {scores.Rows} scored rows, {comparisons}. {verdict}"));
    }
}
