namespace LearnML.Contracts;

/// <summary>A name with numbered versions; each finished job adds one.</summary>
/// <param name="Name">The name.</param>
/// <param name="Versions">Its versions, the newest first; predictions come from the first.</param>
public sealed record Model(string Name, IReadOnlyList<ModelVersion> Versions);
