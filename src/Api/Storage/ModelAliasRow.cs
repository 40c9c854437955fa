namespace LearnML.Api.Storage;

/// <summary>A name of a model's version.</summary>
public sealed class ModelAliasRow
{
    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>The alias.</summary>
    public required string Alias { get; init; }

    /// <summary>The version that it points to.</summary>
    public int Version { get; set; }
}
