using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>The stored description, tags and settings of a model. A model without them has no row.</summary>
public sealed class ModelRow
{
    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>The description that a user wrote.</summary>
    public string Description { get; set; } = "";

    /// <summary>The tags, value by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    /// <summary>When a new version takes over the requests that name only the model.</summary>
    public PromotionRule Promote { get; set; }
}
