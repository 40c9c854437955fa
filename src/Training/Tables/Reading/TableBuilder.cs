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
    private readonly MissingMarks[] missingMarks;
    private readonly Action<CellProblem> onProblem;
    private readonly ColumnNames names;
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
        var fileMarks = new MissingMarks(format.MissingMarks);
        missingMarks = [.. columns.Select(column => fileMarks.For(column.Format))];
        names = new ColumnNames([.. columns.Select(column => column.Name)]);
    }

    /// <summary>The number of complete rows since the last <see cref="BuildAndReset"/>.</summary>
    public int RowCount { get; private set; }

    /// <summary>Returns the index of a column, or -1 if the table does not have it.</summary>
    public int IndexOf(string column) => names.IndexOf(column);

    /// <summary>Returns the index of the only column whose name differs by nothing but case or surrounding spaces; -1 if there is none.</summary>
    public int IndexOfSimilar(string column) => names.IndexOfSimilar(column);

    /// <summary>Returns the name of a column.</summary>
    public string NameOf(int column) => columns[column].Schema.Name;

    /// <summary>Adds one value to the current row. Every column needs a value, or <see cref="AddMissing"/>, before <see cref="EndRow"/>.</summary>
    /// <param name="column">The column's index.</param>
    /// <param name="text">The value's text.</param>
    public void Add(int column, ReadOnlySpan<char> text)
    {
        if (missingMarks[column].IsMissing(text))
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
