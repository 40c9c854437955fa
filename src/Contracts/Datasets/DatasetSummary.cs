namespace LearnML.Contracts;

/// <summary>A dataset that can be named in a spec. Known without reading its files.</summary>
public sealed record DatasetSummary
{
    /// <summary>The name to use in a spec.</summary>
    public required string Name { get; init; }

    /// <summary>What it is and where it comes from.</summary>
    public required string Description { get; init; }

    /// <summary>What can be predicted from it.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>Pixels from top to bottom of each image.</summary>
    public required int Height { get; init; }

    /// <summary>Pixels from left to right of each image.</summary>
    public required int Width { get; init; }

    /// <summary>The class names, by class index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }
}
