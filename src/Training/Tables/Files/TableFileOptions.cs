namespace LearnML.Training.Tables.Files;

/// <summary>How the files of a table are read.</summary>
/// <param name="Limit">The maximum size of the table as CSV, and of the unpacked files together.</param>
/// <param name="MaximumColumns">The maximum number of columns.</param>
public sealed record TableFileOptions(SizeLimit Limit, int MaximumColumns)
{
    /// <summary>The sheet to read from a workbook; null: the first one.</summary>
    public string? Sheet { get; init; }

    /// <summary>The maximum memory of what one file is read into at once, in bytes.</summary>
    public long MaximumMemory { get; init; } = long.MaxValue;

    /// <summary>Reserves bytes of memory until the result is disposed. Called before they are used; null reserves nothing.</summary>
    public Func<long, IDisposable>? ReserveMemory { get; init; }
}
