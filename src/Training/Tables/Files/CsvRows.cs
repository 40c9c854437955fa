using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Files;

/// <summary>The rows of one CSV file of several. Each file may have its own delimiter, quotes and encoding.</summary>
internal sealed class CsvRows : RowSource
{
    private readonly SourceFile file;
    private readonly CsvRowReader rows;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="overrides">The parts of the format that the caller sets.</param>
    /// <param name="maximumColumns">The maximum number of columns.</param>
    /// <exception cref="TableFormatException">The file is empty or not text.</exception>
    public CsvRows(SourceFile file, CsvOverrides overrides, int maximumColumns)
    {
        this.file = file;
        var format = CsvSniffer.Sniff(file.Path, file.Name, overrides, null, maximumColumns);
        HasHeader = format.Header;
        try
        {
            rows = new CsvRowReader(File.OpenRead(file.Path), format, maximumColumns);
        }
        catch (CsvRowException exception)
        {
            throw ToException(exception, []);
        }
    }

    /// <summary>Whether the first row has the names of the columns. Otherwise they are column1, column2 and so on.</summary>
    public bool HasHeader { get; }

    public override IReadOnlyList<string> ColumnNames => rows.ColumnNames;

    public override void WriteRows(CsvTextWriter writer)
    {
        try
        {
            while (rows.Read())
            {
                for (var field = 0; field < rows.FieldCount; field++)
                {
                    writer.WriteField(rows[field]);
                }

                if (rows.FieldCount != ColumnNames.Count)
                {
                    throw new TableFormatException($"The file {file.Name}",
                        [TableProblem.ForFieldCount(rows.Line, rows.FieldCount, ColumnNames.Count, "header")]);
                }

                writer.EndRow();
            }
        }
        catch (CsvRowException exception)
        {
            throw ToException(exception, ColumnNames);
        }
    }

    public override void Dispose() => rows.Dispose();

    private TableFormatException ToException(CsvRowException exception, IReadOnlyList<string> names) =>
        new($"The file {file.Name}", [exception.ToProblem(names)]);
}
