namespace LearnML.Contracts;

/// <summary>What a dataset holds.</summary>
/// <param name="Summary">What is known without reading it.</param>
/// <param name="ContentHash">SHA-256 of its content, in hexadecimal: the dataset's identity.</param>
/// <param name="Train">The part to learn from.</param>
/// <param name="Test">The part to score on.</param>
public sealed record DatasetProfile(DatasetSummary Summary, string ContentHash, PartProfile Train, PartProfile Test);
