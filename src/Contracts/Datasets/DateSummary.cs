namespace LearnML.Contracts;

/// <summary>Where the dates of a column lie.</summary>
/// <param name="First">The earliest.</param>
/// <param name="Last">The latest.</param>
public sealed record DateSummary(DateTime First, DateTime Last);
