namespace LearnML.Contracts;

/// <summary>How numbers spread: counts in bins of equal width.</summary>
/// <param name="From">The lower end of the first bin.</param>
/// <param name="To">The upper end of the last bin, which it belongs to.</param>
/// <param name="Counts">How many numbers fall into each bin.</param>
public sealed record Histogram(double From, double To, IReadOnlyList<int> Counts);
