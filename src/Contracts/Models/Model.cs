namespace LearnML.Contracts;

/// <summary>A named model with numbered versions; each finished job adds one.</summary>
public sealed record Model
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>A description by the user.</summary>
    public string Description { get; init; } = "";

    /// <summary>Tags by the user: any values by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// When a new version takes over the requests that name only the model: <c>always</c> (the default), <c>ifBetter</c> or <c>never</c>.
    /// </summary>
    public PromotionRule Promote { get; init; }

    /// <summary>Aliases and the versions that they point to. Requests for the model's name use the alias <c>champion</c>.</summary>
    public IReadOnlyDictionary<string, int> Aliases { get; init; } = new Dictionary<string, int>();

    /// <summary>The version that serves the model's name: the alias <c>champion</c>, or else the newest version; null if all are deleted.</summary>
    public int? Serves { get; init; }

    /// <summary>
    /// All versions, newest first, including deleted ones. They have no specs and no class names; each version alone has them.
    /// </summary>
    public required IReadOnlyList<ModelVersion> Versions { get; init; }
}
