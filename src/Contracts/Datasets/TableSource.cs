namespace LearnML.Contracts;

/// <summary>The files that a table was read from.</summary>
/// <param name="Kind">The kind of the files.</param>
/// <param name="Files">The names of the files in the order of their rows, those inside a ZIP archive included.</param>
public sealed record TableSource(TableFileKind Kind, IReadOnlyList<string> Files)
{
    /// <summary>The sheet of the workbook that was read; null for other kinds.</summary>
    public string? Sheet { get; init; }

    /// <summary>The other sheets of the workbook, or the other files of the archive. They were not read.</summary>
    public IReadOnlyList<string> NotRead { get; init; } = [];
}
