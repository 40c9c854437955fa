namespace LearnML.Contracts;

/// <summary>Where an alias points.</summary>
/// <param name="Version">The version.</param>
public sealed record ModelAlias(int Version);
