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
