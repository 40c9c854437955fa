using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Reads the rows of a CSV file, some at a time. Its columns may come in any order, and there may be others.</summary>
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
    /// <param name="content">The file, in which one can seek; it is closed with the reader.</param>
    /// <param name="subject">What it is called, as the beginning of a sentence: "The file houses.csv".</param>
    /// <param name="format">How it is written.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="problem">Is told of values that do not fit their column.</param>
    /// <param name="capacity">About how many rows are read at a time.</param>
    /// <exception cref="TableFormatException">It has no header, or one that is no CSV or has a column twice.</exception>
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

    /// <summary>The columns that were asked for and are not there: all their values are missing.</summary>
    public IReadOnlyList<string> MissingColumns { get; }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="schema">How to read it.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="rows">How many rows it has.</param>
    public static Table ReadAll(string path, TableSchema schema, IReadOnlyList<ColumnSchema> columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var reader = new TableReader(File.OpenRead(path), $"The file {Path.GetFileName(path)}", schema.Format, columns, _ => { }, rows);
        return reader.Read(int.MaxValue);
    }

    /// <summary>Reads the next rows; none at the end.</summary>
    /// <exception cref="TableFormatException">A row has another number of fields than the header, or is not CSV.</exception>
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

    /// <summary>The line of the file, from 1, at which a row begins.</summary>
    /// <param name="row">One of the rows that were read last, counted from 0 at the start of the file.</param>
    public int LineOf(int row) => lines[row - firstRow];

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    private void AddRow()
    {
        if (rows.Fields != rows.Names.Length)
        {
            throw Wrong(new TableProblem(rows.Line, null, $"the row has {rows.Fields} fields where the first has {rows.Names.Length}"));
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
