namespace LearnML.Contracts;

/// <summary>A histogram with bins of equal width.</summary>
/// <param name="From">The lower end of the first bin.</param>
/// <param name="To">The upper end of the last bin, inclusive.</param>
/// <param name="Counts">The number of values in each bin.</param>
public sealed record Histogram(double From, double To, IReadOnlyList<int> Counts);
