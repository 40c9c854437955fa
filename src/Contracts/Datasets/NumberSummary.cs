namespace LearnML.Contracts;

/// <summary>Where the numbers of a column lie.</summary>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation, dividing by one less than their count; 0 of a single number.</param>
public sealed record NumberSummary(double Minimum, double Maximum, double Mean, double StandardDeviation);
