namespace LearnML.Training.Preprocessing;

/// <summary>The skewness of numbers.</summary>
internal static class Skewness
{
    /// <summary>
    /// Returns the third central moment divided by the cubed standard deviation (the Fisher-Pearson coefficient g₁), or 0 if all
    /// numbers are equal.
    /// </summary>
    public static double Compute(IReadOnlyList<double> values)
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
