namespace LearnML.Contracts;

/// <summary>What the parts of a dataset of images hold.</summary>
/// <param name="Train">The part to learn from.</param>
/// <param name="Test">The part to score on.</param>
public sealed record ImageProfile(PartProfile Train, PartProfile Test);
