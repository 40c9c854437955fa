namespace LearnML.Training.Tables.Values;

/// <summary>Statistics of a sample of numbers.</summary>
internal static class SampleStatistics
{
    /// <summary>Returns the sample standard deviation, which divides by n - 1; 0 for fewer than two numbers.</summary>
    /// <param name="sumOfSquaredDeviations">The sum of the squared deviations from the mean.</param>
    /// <param name="count">The number of numbers.</param>
    public static double StandardDeviation(double sumOfSquaredDeviations, int count) =>
        count > 1 ? Math.Sqrt(sumOfSquaredDeviations / (count - 1)) : 0;

    /// <summary>Returns the mean and the sample standard deviation; both are 0 without numbers.</summary>
    public static (double Mean, double StandardDeviation) Moments(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return (0, 0);
        }

        var mean = values.Average();
        return (mean, StandardDeviation(values.Sum(value => (value - mean) * (value - mean)), values.Count));
    }

    /// <summary>
    /// Returns the median and the distance between the quartiles. If both quartiles are equal, half of the range takes its place. Both are 0 without
    /// numbers.
    /// </summary>
    public static (double Median, double Scale) RobustMoments(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return (0, 0);
        }

        double[] sorted = [.. values.Order()];
        var distance = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
        return (Quantile(sorted, 0.5), distance > 0 ? distance : (sorted[^1] - sorted[0]) / 2);
    }

    /// <summary>Returns a quantile, interpolated between the two nearest numbers.</summary>
    /// <param name="sorted">The numbers in ascending order, at least one.</param>
    /// <param name="share">The share of the numbers below the quantile, 0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        var position = share * (sorted.Count - 1);
        var below = (int)position;
        return below == sorted.Count - 1 ? sorted[below] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>
    /// Returns the skewness: the third central moment divided by the cubed standard deviation (the Fisher-Pearson coefficient g₁). It is 0 if
    /// all numbers are equal.
    /// </summary>
    public static double Skewness(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        var mean = values.Average();
        var second = values.Average(value => (value - mean) * (value - mean));
        var third = values.Average(value => (value - mean) * (value - mean) * (value - mean));
        return second > 0 ? third / Math.Pow(second, 1.5) : 0;
    }
}
