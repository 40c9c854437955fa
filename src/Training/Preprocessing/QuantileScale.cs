using System.Text.Json.Serialization;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>
/// Maps the numbers of a column to a standard normal distribution: a number whose rank is p of the training rows becomes the p-quantile. Equal
/// numbers share their middle rank. Between the stored numbers the map is linear, and beyond them it is constant.
/// </summary>
/// <param name="Numbers">Numbers of the training rows, in ascending order, without equal ones.</param>
/// <param name="Scores">The quantile of each.</param>
public sealed record QuantileScale(IReadOnlyList<double> Numbers, IReadOnlyList<double> Scores)
{
    /// <summary>The maximum number of stored numbers of a column.</summary>
    private const int MaximumNumbers = 128;

    /// <summary>Ranks are at least this far from 0 and 1, so no score exceeds 3.09 in magnitude.</summary>
    private const double SmallestRank = 1e-3;

    /// <summary>A map without numbers: every score is 0.</summary>
    internal static QuantileScale Empty { get; } = new([], []);

    /// <summary>The score of the lowest number; 0 if there are no stored numbers.</summary>
    [JsonIgnore]
    internal double LowestScore => Scores.Count == 0 ? 0 : Scores[0];

    /// <summary>Returns the score of a number; 0 if there are no stored numbers.</summary>
    internal double Score(double number)
    {
        if (Numbers.Count == 0 || number <= Numbers[0])
        {
            return LowestScore;
        }

        if (number >= Numbers[^1])
        {
            return Scores[^1];
        }

        var (below, above) = (0, Numbers.Count - 1);
        while (above - below > 1)
        {
            var middle = (below + above) / 2;
            (below, above) = Numbers[middle] <= number ? (middle, above) : (below, middle);
        }

        return Scores[below] + ((Scores[above] - Scores[below]) * ((number - Numbers[below]) / (Numbers[above] - Numbers[below])));
    }

    /// <summary>Fits the map on the numbers of the training rows, without missing ones.</summary>
    internal static QuantileScale Fit(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var (numbers, ranks) = (new List<double>(), new List<double>());
        for (var (start, end) = (0, 0); start < sorted.Length; start = end)
        {
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            numbers.Add(sorted[start]);
            ranks.Add((start + end) / 2.0 / sorted.Length);
        }

        var chosen = Choose(ranks);
        return new QuantileScale(
            [.. chosen.Select(index => numbers[index])],
            [.. chosen.Select(index => NormalDistribution.Quantile(Math.Clamp(ranks[index], SmallestRank, 1 - SmallestRank)))]);
    }

    /// <summary>Returns the indices of at most <see cref="MaximumNumbers"/> ranks, evenly spaced, with the first and the last.</summary>
    private static int[] Choose(List<double> ranks)
    {
        if (ranks.Count <= MaximumNumbers)
        {
            return [.. Enumerable.Range(0, ranks.Count)];
        }

        var chosen = Enumerable.Range(0, MaximumNumbers).Select(place =>
        {
            var rank = ranks[0] + ((ranks[^1] - ranks[0]) * place / (MaximumNumbers - 1));
            var found = ranks.BinarySearch(rank);
            return Math.Min(found < 0 ? ~found : found, ranks.Count - 1);
        });
        return [.. chosen.Append(ranks.Count - 1).Distinct()];
    }
}
