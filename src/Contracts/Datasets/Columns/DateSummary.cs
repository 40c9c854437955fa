namespace LearnML.Contracts;

/// <summary>The range of a column's dates.</summary>
/// <param name="First">The earliest date.</param>
/// <param name="Last">The latest date.</param>
public sealed record DateSummary(DateTime First, DateTime Last);
