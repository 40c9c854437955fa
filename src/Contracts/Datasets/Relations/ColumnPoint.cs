namespace LearnML.Contracts;

/// <summary>The values of a row in a column and in the target.</summary>
/// <param name="X">The number; for dates the milliseconds since 1970 in UTC.</param>
/// <param name="Y">The target.</param>
public sealed record ColumnPoint(double X, double Y);
