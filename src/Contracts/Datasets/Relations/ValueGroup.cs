namespace LearnML.Contracts;

/// <summary>Rows with similar values of a column, and their targets. Without a range and a value, these are the rows without a value.</summary>
/// <param name="From">The smallest number of the group; for dates the milliseconds since 1970 in UTC. Null for categories.</param>
/// <param name="To">The largest number of the group.</param>
/// <param name="Value">The category; null for numbers and dates.</param>
/// <param name="Rows">The number of rows with a target.</param>
/// <param name="Mean">The mean target; null for classes.</param>
/// <param name="StandardError">The standard error of the mean; null for classes, and for a single row.</param>
/// <param name="Shares">The share of the rows of each class; null for numbers. They sum to less than 1 if there are more classes.</param>
public sealed record ValueGroup(
    double? From, double? To, string? Value, int Rows, double? Mean, double? StandardError, IReadOnlyList<double>? Shares);
