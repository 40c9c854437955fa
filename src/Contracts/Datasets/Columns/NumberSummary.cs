namespace LearnML.Contracts;

/// <summary>Statistics of a numeric column.</summary>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The sample standard deviation (divides by n - 1); 0 for a single value.</param>
/// <param name="Histogram">The distribution; null in profiles of earlier versions.</param>
public sealed record NumberSummary(double Minimum, double Maximum, double Mean, double StandardDeviation, Histogram? Histogram = null)
{
    /// <summary>Whether all values are whole numbers; false in profiles of earlier versions.</summary>
    public bool IsWhole { get; init; }
}
