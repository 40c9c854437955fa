namespace LearnML.Contracts;

/// <summary>A dataset that a spec can use, described without reading its files.</summary>
public sealed record DatasetSummary
{
    /// <summary>The name to use in a spec.</summary>
    public required string Name { get; init; }

    /// <summary>What the dataset is and where it comes from.</summary>
    public required string Description { get; init; }

    /// <summary>The kind of the rows.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>The column to predict if a spec has no target; null if every spec needs one.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the dataset was uploaded, and so can be corrected and deleted. Other datasets are built in.</summary>
    public bool IsUploaded { get; init; }

    /// <summary>The size and classes of the images; null for a table.</summary>
    public ImageShape? Images { get; init; }
}
