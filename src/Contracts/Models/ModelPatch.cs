namespace LearnML.Contracts;

/// <summary>Changes of a model. A field that is left out does not change.</summary>
public sealed record ModelPatch
{
    /// <summary>The new description.</summary>
    public string? Description { get; init; }

    /// <summary>The new tags, which replace all present tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>
    /// When a new version takes over the requests that name only the model. A change to <c>ifBetter</c> or <c>never</c> points the alias
    /// <c>champion</c> to the version that serves now; a change back to <c>always</c> deletes that alias, so that the newest version serves.
    /// </summary>
    public PromotionRule? Promote { get; init; }
}
