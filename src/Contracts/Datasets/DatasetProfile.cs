namespace LearnML.Contracts;

/// <summary>A dataset's content and statistics.</summary>
public sealed record DatasetProfile
{
    /// <summary>What is known without reading the files.</summary>
    public required DatasetSummary Summary { get; init; }

    /// <summary>The SHA-256 hash of the content, in hexadecimal, which identifies the dataset.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Both parts of an image dataset; null for a table.</summary>
    public ImageProfile? Images { get; init; }

    /// <summary>The training rows of a table; null for images.</summary>
    public TableProfile? Table { get; init; }

    /// <summary>The test file of a table, or its rows without known targets; null if there are none, and for images.</summary>
    public TableProfile? TestTable { get; init; }
}
