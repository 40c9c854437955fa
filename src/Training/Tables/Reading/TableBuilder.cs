using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Reading;

/// <summary>
/// Builds a table row by row, from a file or from the rows of a request. A value that does not fit its column is reported and read
/// as missing.
/// </summary>
public sealed class TableBuilder
{
    private readonly ColumnBuilder[] columns;
    private readonly MissingMarks missingMarks;
    private readonly Action<CellProblem> onProblem;
    private readonly Dictionary<string, int> indexByName;
    private int firstRow;

    /// <summary>Starts an empty table.</summary>
    /// <param name="format">The format of numbers and missing values.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="onProblem">Receives each value that does not fit its column.</param>
    /// <param name="capacity">The approximate number of rows.</param>
    public TableBuilder(CsvFormat format, IReadOnlyList<ColumnSchema> columns, Action<CellProblem> onProblem, int capacity = 0)
    {
        ArgumentNullException.ThrowIfNull(format);
        this.columns = [.. columns.Select(column => ColumnBuilder.Create(column, capacity, format.DecimalMark))];
        this.onProblem = onProblem;
        missingMarks = new MissingMarks(format.MissingMarks);
        indexByName = columns.Index().ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
    }

    /// <summary>The number of complete rows since the last <see cref="BuildAndReset"/>.</summary>
    public int RowCount { get; private set; }

    /// <summary>Returns the index of a column, or -1 if the table does not have it.</summary>
    public int IndexOf(string column) => indexByName.GetValueOrDefault(column, -1);

    /// <summary>Adds one value to the current row. Every column needs a value, or <see cref="AddMissing"/>, before <see cref="EndRow"/>.</summary>
    /// <param name="column">The column's index.</param>
    /// <param name="text">The value's text.</param>
    public void Add(int column, ReadOnlySpan<char> text)
    {
        if (missingMarks.IsMissing(text))
        {
            columns[column].AddMissing();
        }
        else if (columns[column].Add(text) is { } reason)
        {
            onProblem(new CellProblem(firstRow + RowCount, columns[column].Schema.Name, reason));
        }
    }

    /// <summary>Adds a missing value to the current row.</summary>
    public void AddMissing(int column) => columns[column].AddMissing();

    /// <summary>Completes the current row.</summary>
    public void EndRow() => RowCount++;

    /// <summary>Returns the rows so far as a table and starts a new, empty one. Row numbers in problems continue.</summary>
    public Table BuildAndReset()
    {
        var table = new Table(RowCount, [.. columns.Select(column => column.BuildAndReset())]);
        (firstRow, RowCount) = (firstRow + RowCount, 0);
        return table;
    }
}
