namespace LearnML.Contracts;

/// <summary>Where the numbers of a column lie.</summary>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation, dividing by one less than their count; 0 of a single number.</param>
/// <param name="Histogram">How they spread; null in the profiles of earlier versions.</param>
public sealed record NumberSummary(double Minimum, double Maximum, double Mean, double StandardDeviation, Histogram? Histogram = null);
