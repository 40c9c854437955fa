namespace LearnML.Contracts;

/// <summary>How often a value occurs in a column.</summary>
/// <param name="Value">The value as written in the table.</param>
/// <param name="Count">The number of rows with this value.</param>
public sealed record CategoryCount(string Value, int Count);
