namespace LearnML.Contracts;

/// <summary>A table's format, size and columns.</summary>
/// <param name="Format">The format of the file.</param>
/// <param name="Rows">The number of rows, without the header.</param>
/// <param name="Columns">The columns, in the order of the file.</param>
public sealed record TableProfile(CsvFormat Format, int Rows, IReadOnlyList<ColumnProfile> Columns)
{
    /// <summary>The doubts about the table: nothing is dropped, retyped or filled without an entry here.</summary>
    public IReadOnlyList<Attention> Attention { get; init; } = [];

    /// <summary>What the caller set, in the upload and in corrections; everything else was detected. Null in profiles of earlier versions.</summary>
    public DatasetPatch? Settings { get; init; }

    /// <summary>The files that the table was read from. Null in profiles of earlier versions, and for built-in tables.</summary>
    public TableSource? Source { get; init; }
}
