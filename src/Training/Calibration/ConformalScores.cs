namespace LearnML.Training.Calibration;

/// <summary>
/// How far the predictions for some rows were from the truth, for conformal prediction (Vovk, Gammerman and Shafer 2005,
/// https://doi.org/10.1007/b106715). The networks that made the predictions were not trained on these rows.
/// </summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Scores">
/// The nonconformity scores of the rows, in ascending order. Of more than 10,000 rows, those at 10,000 evenly spaced ranks up to the last.
/// </param>
public sealed record ConformalScores(int Rows, IReadOnlyList<double> Scores)
{
    /// <summary>The maximum number of scores that are kept.</summary>
    public const int MaximumScores = 10_000;

    // Rows times level is a whole number for levels such as 0.9, but not always in float64.
    private const double Tolerance = 1e-12;

    /// <summary>Keeps the scores of some rows.</summary>
    /// <param name="scores">One score per row, at least one; the largest finite number in place of an infinite one.</param>
    public static ConformalScores Create(double[] scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var sorted = scores.Order().ToArray();
        long kept = Math.Min(sorted.Length, MaximumScores);
        return new ConformalScores(
            sorted.Length, [.. Enumerable.Range(1, (int)kept).Select(place => sorted[(((place * (long)sorted.Length) + kept - 1) / kept) - 1])]);
    }

    /// <summary>
    /// Returns the quantile that holds the score of a new row with at least the probability <paramref name="level"/>, if the new row and the rows
    /// here are exchangeable: the score of rank ⌈(rows + 1) · level⌉ (Lei et al. 2018, https://doi.org/10.1080/01621459.2017.1307116). If not all
    /// scores are kept, it is the next larger one that is.
    /// </summary>
    /// <param name="level">Above 0 and below 1.</param>
    /// <returns>The quantile; null if there are fewer than <see cref="RequiredRows"/>.</returns>
    public double? FindQuantile(double level)
    {
        var rank = RankOf(level, Rows);
        return rank > Rows ? null : Scores[(int)((rank - 1) * Scores.Count / Rows)];
    }

    /// <summary>Returns the rank, from 1, of the score that is the quantile of so many rows. Above the number of rows it means infinity.</summary>
    public static long RankOf(double level, int rows) => Math.Max((long)Math.Ceiling((rows + 1) * level * (1 - Tolerance)), 1);

    /// <summary>Returns the smallest number of rows that has a quantile for a level.</summary>
    public static double RequiredRows(double level) => Math.Max(Math.Ceiling(level / (1 - level) * (1 - Tolerance)), 1);

    /// <summary>Whether the scores are as <see cref="Create"/> makes them. A damaged file has others.</summary>
    internal bool AreValid => Scores is { Count: > 0 } && Scores.Count == Math.Min(Rows, MaximumScores)
        && Scores[0] >= 0 && Enumerable.Range(1, Scores.Count - 1).All(place => Scores[place] >= Scores[place - 1]);
}
