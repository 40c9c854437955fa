namespace LearnML.Contracts;

/// <summary>A value of a column at which an effect is computed. Without a number and a text, it is a missing value.</summary>
/// <param name="Number">The number; null for other types.</param>
/// <param name="Text">The category, or the date in the form of ISO 8601; null for numbers.</param>
/// <param name="Rows">The number of rows whose value is this one, or nearer to this one than to the others: the distribution of the column.</param>
public sealed record EffectPoint(double? Number, string? Text, int Rows);
