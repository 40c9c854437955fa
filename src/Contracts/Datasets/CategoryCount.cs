namespace LearnML.Contracts;

/// <summary>How often a value occurs.</summary>
/// <param name="Value">The value as it stands in the table.</param>
/// <param name="Count">Its rows.</param>
public sealed record CategoryCount(string Value, int Count);
