namespace LearnML.Contracts;

/// <summary>The parts of an image dataset.</summary>
/// <param name="Train">The training part.</param>
/// <param name="Test">The test part.</param>
public sealed record ImageProfile(PartProfile Train, PartProfile Test);
