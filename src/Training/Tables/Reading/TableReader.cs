using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Reading;

/// <summary>Reads the rows of a CSV file in batches. The columns may be in any order, and the file may have further columns.</summary>
public sealed class TableReader : IDisposable
{
    private readonly CsvRowReader rows;
    private readonly string subject;
    private readonly TableBuilder builder;
    private readonly int[] builderColumns;
    private readonly int[] missingColumnIndices;
    private readonly string[] omittedColumns;
    private readonly List<int> lines = [];
    private int firstRow;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="content">The file, as a seekable stream; <see cref="Dispose"/> closes it.</param>
    /// <param name="subject">The file's name for error messages, as the start of a sentence: "The file houses.csv".</param>
    /// <param name="format">The file's format.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="onProblem">Receives each value that does not fit its column.</param>
    /// <param name="capacity">The approximate number of rows in a batch.</param>
    /// <param name="maximumColumns">The maximum number of columns in the file.</param>
    /// <exception cref="TableFormatException">
    /// The file has no rows, its first row is not valid CSV, it has too many columns, or a column name appears twice.
    /// </exception>
    public TableReader(
        Stream content,
        string subject,
        CsvFormat format,
        IReadOnlyList<ColumnSchema> columns,
        Action<CellProblem> onProblem,
        int capacity = 0,
        int maximumColumns = int.MaxValue)
    {
        this.subject = subject;
        builder = new TableBuilder(format, columns, onProblem, capacity);
        try
        {
            rows = new CsvRowReader(content, format, maximumColumns);
        }
        catch (CsvRowException exception)
        {
            throw CreateException(exception.ToProblem([]));
        }

        if (rows.ColumnNames.Length == 0)
        {
            throw CreateException(new TableProblem(null, null, "it has no rows"));
        }

        TableProblem[] repeated = [.. TableProblem.ForRepeatedNames(rows.Line, rows.ColumnNames).Take(TableFormatException.MaximumListed)];
        if (repeated.Length > 0)
        {
            throw CreateException(repeated);
        }

        builderColumns = [.. rows.ColumnNames.Select(builder.IndexOf)];
        MatchSimilarNames(onProblem);
        omittedColumns = [.. rows.ColumnNames.Where((_, field) => builderColumns[field] < 0)];
        var found = builderColumns.ToHashSet();
        MissingColumns = [.. columns.Where((_, index) => !found.Contains(index)).Select(column => column.Name)];
        missingColumnIndices = [.. MissingColumns.Select(builder.IndexOf)];
    }

    /// <summary>The names of the file's columns.</summary>
    public IReadOnlyList<string> ColumnNames => rows.ColumnNames;

    /// <summary>The requested columns that the file does not have. All their values are missing.</summary>
    public IReadOnlyList<string> MissingColumns { get; }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="schema">The file's format.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="rowCount">The number of rows, without those at the end that are not data.</param>
    public static Table ReadAll(string path, TableSchema schema, IReadOnlyList<ColumnSchema> columns, int rowCount)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var reader = new TableReader(File.OpenRead(path), $"The file {Path.GetFileName(path)}", schema.Format, columns, _ => { }, rowCount);
        return reader.Read(rowCount);
    }

    /// <summary>Reads the next batch of rows; it is empty at the end of the file.</summary>
    /// <param name="maximumRows">The maximum number of rows in the batch.</param>
    /// <exception cref="TableFormatException">A row does not have as many fields as the first row, or is not valid CSV.</exception>
    public Table Read(int maximumRows)
    {
        firstRow += lines.Count;
        lines.Clear();
        try
        {
            while (builder.RowCount < maximumRows && rows.Read())
            {
                AddRow();
            }
        }
        catch (CsvRowException exception)
        {
            throw CreateException(exception.ToProblem(rows.ColumnNames));
        }

        var table = builder.BuildAndReset();
        return new Table(table.RowCount, table.Columns) { OmittedColumns = omittedColumns };
    }

    /// <summary>Returns the line of the file at which a row begins, from 1.</summary>
    /// <param name="row">The row's number, counted from 0 at the start of the file; it must be in the last batch.</param>
    public int GetLine(int row) => lines[row - firstRow];

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    /// <summary>Matches the columns that no name matches exactly by names that differ only by case or surrounding spaces.</summary>
    private void MatchSimilarNames(Action<CellProblem> onProblem)
    {
        var taken = builderColumns.ToHashSet();
        for (var field = 0; field < builderColumns.Length; field++)
        {
            var name = rows.ColumnNames[field];
            if (builderColumns[field] < 0 && builder.IndexOfSimilar(name) is >= 0 and var column && taken.Add(column))
            {
                builderColumns[field] = column;
                onProblem(new CellProblem(0, name, CellProblem.ExplainSimilarName(builder.NameOf(column))));
            }
        }
    }

    private void AddRow()
    {
        if (rows.FieldCount != rows.ColumnNames.Length)
        {
            throw CreateException(TableProblem.ForFieldCount(rows.Line, rows.FieldCount, rows.ColumnNames.Length, "first row"));
        }

        for (var field = 0; field < builderColumns.Length; field++)
        {
            if (builderColumns[field] >= 0)
            {
                builder.Add(builderColumns[field], rows[field]);
            }
        }

        foreach (var column in missingColumnIndices)
        {
            builder.AddMissing(column);
        }

        builder.EndRow();
        lines.Add(rows.Line);
    }

    private TableFormatException CreateException(params IEnumerable<TableProblem> problems) => new(subject, [.. problems]);
}
