namespace LearnML.Contracts;

/// <summary>A dataset that can be named in a spec. Known without reading its files.</summary>
public sealed record DatasetSummary
{
    /// <summary>The name to use in a spec.</summary>
    public required string Name { get; init; }

    /// <summary>What it is and where it comes from.</summary>
    public required string Description { get; init; }

    /// <summary>What its rows are.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>The column to predict where a spec names none; null where a spec must.</summary>
    public string? Target { get; init; }

    /// <summary>Whether it was uploaded: then it can be corrected and deleted. The others are built in.</summary>
    public bool IsUploaded { get; init; }

    /// <summary>Of images: their size and classes.</summary>
    public ImageShape? Images { get; init; }
}
