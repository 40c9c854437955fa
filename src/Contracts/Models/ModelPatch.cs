namespace LearnML.Contracts;

/// <summary>What to change of a model; what is left out stays as it is.</summary>
public sealed record ModelPatch
{
    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>All its tags, in place of those that it has.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
