namespace LearnML.Api.Storage;

/// <summary>What a model's user said of it; one of which nothing was said has no row.</summary>
public sealed class ModelRow
{
    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public string Description { get; set; } = "";

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();
}
