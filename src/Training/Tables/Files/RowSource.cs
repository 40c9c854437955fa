using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Files;

/// <summary>A file of any kind that gives its rows as CSV.</summary>
internal abstract class RowSource : IDisposable
{
    /// <summary>The names of the columns: its own, or the cells of its first row.</summary>
    public abstract IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Writes all rows below the column names.</summary>
    /// <exception cref="TableFormatException">The file is damaged, or has values that are no cells of a table.</exception>
    public abstract void WriteRows(CsvTextWriter writer);

    public abstract void Dispose();

    /// <summary>Returns the exception for a file that cannot be used.</summary>
    protected static TableFormatException CreateException(SourceFile file, string reason, int? line = null, string? column = null) =>
        new($"The file {file.Name}", [new TableProblem(line, column, reason)]);
}
