namespace LearnML.Contracts;

/// <summary>What a dataset holds.</summary>
public sealed record DatasetProfile
{
    /// <summary>What is known without reading it.</summary>
    public required DatasetSummary Summary { get; init; }

    /// <summary>SHA-256 of its content, in hexadecimal: the dataset's identity.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Of images: both parts.</summary>
    public ImageProfile? Images { get; init; }

    /// <summary>Of a table: the rows to learn from.</summary>
    public TableProfile? Table { get; init; }

    /// <summary>Of a table: the rows whose targets nobody has told, where it has such.</summary>
    public TableProfile? TestTable { get; init; }
}
