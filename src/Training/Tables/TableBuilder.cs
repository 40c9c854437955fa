using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>
/// Fills a table row by row: from a file, or from the rows of a request. A value that does not fit its column is told and
/// read as missing.
/// </summary>
public sealed class TableBuilder
{
    private readonly ColumnBuilder[] columns;
    private readonly MissingMarks missing;
    private readonly Action<CellProblem> problem;
    private readonly Dictionary<string, int> index;
    private int firstRow;

    /// <summary>An empty table.</summary>
    /// <param name="format">How numbers and missing values are written.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="problem">Is told of values that do not fit.</param>
    /// <param name="capacity">About how many rows it will have.</param>
    public TableBuilder(CsvFormat format, IReadOnlyList<ColumnSchema> columns, Action<CellProblem> problem, int capacity = 0)
    {
        ArgumentNullException.ThrowIfNull(format);
        this.columns = [.. columns.Select(column => ColumnBuilder.Create(column, capacity, format.DecimalMark))];
        this.problem = problem;
        missing = new MissingMarks(format.MissingMarks);
        index = columns.Index().ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
    }

    /// <summary>Rows since the last <see cref="Take"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>Where a column is; -1 for one that is not wanted.</summary>
    public int IndexOf(string column) => index.GetValueOrDefault(column, -1);

    /// <summary>Adds the next row's value of a column. Every column needs one before <see cref="EndRow"/>.</summary>
    /// <param name="column">Where the column is.</param>
    /// <param name="text">The value as it is written.</param>
    public void Add(int column, ReadOnlySpan<char> text)
    {
        if (missing.Contains(text))
        {
            columns[column].AddMissing();
        }
        else if (columns[column].Add(text) is { } reason)
        {
            problem(new CellProblem(firstRow + Rows, columns[column].Schema.Name, reason));
        }
    }

    /// <summary>Says that the next row has no value of a column.</summary>
    public void AddMissing(int column) => columns[column].AddMissing();

    /// <summary>Goes on to the next row.</summary>
    public void EndRow() => Rows++;

    /// <summary>The rows so far; from here on it fills a new table.</summary>
    public Table Take()
    {
        var table = new Table(Rows, [.. columns.Select(column => column.Take())]);
        (firstRow, Rows) = (firstRow + Rows, 0);
        return table;
    }
}
