namespace LearnML.Contracts;

/// <summary>Changes of a model. A field that is left out does not change.</summary>
public sealed record ModelPatch
{
    /// <summary>The new description.</summary>
    public string? Description { get; init; }

    /// <summary>The new tags, which replace all present tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
