namespace LearnML.Training.Preprocessing;

/// <summary>How lopsided numbers are.</summary>
internal static class Skewness
{
    /// <summary>The third central moment over the cubed standard deviation (Fisher and Pearson's coefficient g₁); 0 where all are the same.</summary>
    public static double Of(IReadOnlyList<double> values)
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
