namespace LearnML.Contracts;

/// <summary>A name with numbered versions; each finished job adds one.</summary>
public sealed record Model
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in its user's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whatever its user wants to know of it, by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of versions, which can be moved. <c>champion</c> is the one that answers for the model's name.</summary>
    public IReadOnlyDictionary<string, int> Aliases { get; init; } = new Dictionary<string, int>();

    /// <summary>The version that answers for the model's name: the alias <c>champion</c>, else the newest; null when all are deleted.</summary>
    public int? Serves { get; init; }

    /// <summary>Its versions, the newest first, deleted ones too.</summary>
    public required IReadOnlyList<ModelVersion> Versions { get; init; }
}
