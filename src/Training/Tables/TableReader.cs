using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Reads the rows of a CSV file in batches. The columns may be in any order, and the file may have further columns.</summary>
public sealed class TableReader : IDisposable
{
    private readonly CsvRows rows;
    private readonly string subject;
    private readonly TableBuilder builder;
    private readonly int[] targets;
    private readonly int[] absent;
    private readonly string[] leftOut;
    private readonly List<int> lines = [];
    private int firstRow;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="content">The file, as a seekable stream; <see cref="Dispose"/> closes it.</param>
    /// <param name="subject">The file's name for error messages, as the start of a sentence: "The file houses.csv".</param>
    /// <param name="format">The file's format.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="problem">Receives each value that does not fit its column.</param>
    /// <param name="capacity">The approximate number of rows in a batch.</param>
    /// <exception cref="TableFormatException">The file has no rows, its first row is not valid CSV, or a column name appears twice.</exception>
    public TableReader(
        Stream content, string subject, CsvFormat format, IReadOnlyList<ColumnSchema> columns, Action<CellProblem> problem, int capacity = 0)
    {
        this.subject = subject;
        builder = new TableBuilder(format, columns, problem, capacity);
        try
        {
            rows = new CsvRows(content, format);
        }
        catch (CsvRowException exception)
        {
            throw Wrong(exception.Problem([]));
        }

        if (rows.Names.Length == 0)
        {
            throw Wrong(new TableProblem(null, null, "it has no rows"));
        }

        TableProblem[] repeated = [.. rows.Names.CountBy(name => name).Where(name => name.Value > 1)
            .Take(TableProblems.Most).Select(name => new TableProblem(rows.Line, name.Key, $"{name.Value} columns have this name"))];
        if (repeated.Length > 0)
        {
            throw Wrong(repeated);
        }

        targets = [.. rows.Names.Select(builder.IndexOf)];
        leftOut = [.. rows.Names.Where((_, field) => targets[field] < 0)];
        MissingColumns = [.. columns.Select(column => column.Name).Except(rows.Names)];
        absent = [.. MissingColumns.Select(builder.IndexOf)];
    }

    /// <summary>The requested columns that the file does not have. All their values are missing.</summary>
    public IReadOnlyList<string> MissingColumns { get; }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="schema">The file's format.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="rows">The approximate number of rows.</param>
    public static Table ReadAll(string path, TableSchema schema, IReadOnlyList<ColumnSchema> columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var reader = new TableReader(File.OpenRead(path), $"The file {Path.GetFileName(path)}", schema.Format, columns, _ => { }, rows);
        return reader.Read(int.MaxValue);
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
            while (builder.Rows < maximumRows && rows.Read())
            {
                AddRow();
            }
        }
        catch (CsvRowException exception)
        {
            throw Wrong(exception.Problem(rows.Names));
        }

        var table = builder.Take();
        return new Table(table.Rows, table.Columns) { LeftOut = leftOut };
    }

    /// <summary>Returns the line of the file at which a row begins, from 1.</summary>
    /// <param name="row">The row's number, counted from 0 at the start of the file; it must be in the last batch.</param>
    public int LineOf(int row) => lines[row - firstRow];

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    private void AddRow()
    {
        if (rows.Fields != rows.Names.Length)
        {
            throw Wrong(new TableProblem(rows.Line, null, $"the row has {rows.Fields} fields, but the first row has {rows.Names.Length}"));
        }

        for (var field = 0; field < targets.Length; field++)
        {
            if (targets[field] >= 0)
            {
                builder.Add(targets[field], rows[field]);
            }
        }

        foreach (var column in absent)
        {
            builder.AddMissing(column);
        }

        builder.EndRow();
        lines.Add(rows.Line);
    }

    private TableFormatException Wrong(params IEnumerable<TableProblem> problems) => new(subject, [.. problems]);
}
