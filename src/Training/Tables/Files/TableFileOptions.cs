namespace LearnML.Training.Tables.Files;

/// <summary>How the files of a table are read.</summary>
/// <param name="MaximumBytes">The maximum size of the table as CSV, and of each unpacked file, in bytes.</param>
/// <param name="MaximumColumns">The maximum number of columns.</param>
public sealed record TableFileOptions(long MaximumBytes, int MaximumColumns)
{
    /// <summary>The sheet to read from a workbook; null: the first one.</summary>
    public string? Sheet { get; init; }
}
