using LearnML.Training.Randomness;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>
/// The 95 % interval of a difference between two predictions for the same rows: the percentile bootstrap (Efron 1979,
/// https://doi.org/10.1214/aos/1176344552), widened for few rows by the quantile of Student's t and the factor √(n / (n − 1))
/// (Hesterberg 2015, https://doi.org/10.1080/00031305.2015.1089789, section 4.4).
/// </summary>
internal static class PairedBootstrap
{
    /// <summary>The number of resamples.</summary>
    public const int Resamples = 1000;

    /// <summary>More rows are drawn in this many random groups of equal size, which gives the same interval at a bounded cost.</summary>
    private const int MaximumGroups = 1000;

    private const ulong Seed = 0;
    private const double Tail = 0.025;
    private const double NormalQuantile = 1.959963984540054;

    /// <summary>Returns the interval of statistic(mean of <paramref name="worse"/>) − statistic(mean of <paramref name="better"/>).</summary>
    /// <param name="worse">A number for each row; at least two.</param>
    /// <param name="better">The number that the other prediction has for the same row.</param>
    /// <param name="statistic">The statistic of a mean, for example its square root.</param>
    /// <param name="weights">The weight of each row in the means, above 0; empty for equal weights.</param>
    public static (double Lower, double Upper) Interval(
        double[] worse, double[] better, Func<double, double> statistic, float[]? weights = null)
    {
        var random = new SplitMix64(Seed);
        var (first, second, total) = (worse, better, Array.ConvertAll(worse, _ => 1.0));
        if (weights is { Length: > 0 })
        {
            total = Array.ConvertAll(weights, weight => (double)weight);
            (first, second) = (Weigh(worse, total), Weigh(better, total));
        }

        var gain = statistic(first.Sum() / total.Sum()) - statistic(second.Sum() / total.Sum());
        if (worse.Length > MaximumGroups)
        {
            var order = random.NextPermutation(worse.Length);
            (first, second, total) = (GroupMeans(first, order), GroupMeans(second, order), GroupMeans(total, order));
        }

        var differences = new double[Resamples];
        for (var resample = 0; resample < Resamples; resample++)
        {
            double sum = 0, other = 0, weight = 0;
            for (var draw = 0; draw < first.Length; draw++)
            {
                var row = random.NextInt32(first.Length);
                sum += first[row];
                other += second[row];
                weight += total[row];
            }

            differences[resample] = statistic(sum / weight) - statistic(other / weight);
        }

        Array.Sort(differences);
        var widening = StudentQuantile(first.Length - 1) / NormalQuantile * Math.Sqrt(first.Length / (first.Length - 1.0));
        return (
            gain + (widening * (SampleStatistics.Quantile(differences, Tail) - gain)),
            gain + (widening * (SampleStatistics.Quantile(differences, 1 - Tail) - gain)));
    }

    /// <summary>Returns the 97.5 % quantile of Student's t by its expansion in 1 / degrees of freedom (Abramowitz and Stegun 1964, 26.7.5).</summary>
    public static double StudentQuantile(int freedom)
    {
        var (z, squared) = (NormalQuantile, NormalQuantile * NormalQuantile);
        return z
            + (z * (squared + 1) / 4 / freedom)
            + (z * ((((5 * squared) + 16) * squared) + 3) / 96 / Math.Pow(freedom, 2))
            + (z * ((((((3 * squared) + 19) * squared) + 17) * squared) - 15) / 384 / Math.Pow(freedom, 3));
    }

    private static double[] Weigh(double[] values, double[] weights) => [.. values.Zip(weights, (value, weight) => value * weight)];

    private static double[] GroupMeans(double[] values, int[] order)
    {
        var (sums, counts) = (new double[MaximumGroups], new int[MaximumGroups]);
        for (var index = 0; index < order.Length; index++)
        {
            sums[index % MaximumGroups] += values[order[index]];
            counts[index % MaximumGroups]++;
        }

        for (var group = 0; group < MaximumGroups; group++)
        {
            sums[group] /= counts[group];
        }

        return sums;
    }
}
