namespace LearnML.Api.Storage;

/// <summary>A stored alias of a model version.</summary>
public sealed class ModelAliasRow
{
    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>The alias.</summary>
    public required string Alias { get; init; }

    /// <summary>The version that the alias points to.</summary>
    public int Version { get; set; }
}
