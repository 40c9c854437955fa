namespace LearnML.Contracts;

/// <summary>A row of a dataset: a labelled image, or the values of a table's columns.</summary>
public sealed record DatasetRow
{
    /// <summary>Its index in its part.</summary>
    public required int Row { get; init; }

    /// <summary>What an image shows.</summary>
    public string? Label { get; init; }

    /// <summary>The index of an image's class.</summary>
    public int? ClassIndex { get; init; }

    /// <summary>An image's pixels, 0 to 255, row by row from the top; as an instance of a prediction wants them.</summary>
    public IReadOnlyList<int>? Pixels { get; init; }

    /// <summary>A table's values as they stand in its file, by column; null where one is missing.</summary>
    public IReadOnlyDictionary<string, string?>? Values { get; init; }
}
