namespace LearnML.Contracts;

/// <summary>A row of a dataset: a labelled image, or the values of a table's columns.</summary>
public sealed record DatasetRow
{
    /// <summary>The row's index in its part, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>The class name of an image; null for a table.</summary>
    public string? Label { get; init; }

    /// <summary>The class index of an image; null for a table.</summary>
    public int? ClassIndex { get; init; }

    /// <summary>The pixels of an image, 0 to 255, row by row from the top, in the form of a prediction instance; null for a table.</summary>
    public IReadOnlyList<int>? Pixels { get; init; }

    /// <summary>The values of a table's row as written in the file, by column; a missing value is null.</summary>
    public IReadOnlyDictionary<string, string?>? Values { get; init; }
}
