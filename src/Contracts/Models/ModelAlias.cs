namespace LearnML.Contracts;

/// <summary>The target of an alias.</summary>
/// <param name="Version">The version that the alias points to.</param>
public sealed record ModelAlias(int Version);
