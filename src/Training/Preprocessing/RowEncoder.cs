using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>
/// Encodes the rows of a request value by value, without building a table. The inputs are the same as those of
/// <see cref="TablePreprocessing.Transform(Table, Action{CellProblem})"/>. Thread-safe.
/// </summary>
public sealed class RowEncoder
{
    private readonly ColumnEncoder[] columns;
    private readonly MissingMarks[] missingMarks;
    private readonly float[] missingRow;
    private readonly ColumnNames names;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ignoredColumns;

    /// <summary>Creates an encoder.</summary>
    /// <param name="preprocessing">The fitted preprocessing.</param>
    public RowEncoder(TablePreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        Width = preprocessing.Width;
        columns = new ColumnEncoder[preprocessing.Columns.Count];
        for (var (column, start) = (0, 0); column < columns.Length; start += preprocessing.Columns[column++].Width)
        {
            columns[column] = ColumnEncoder.Create(preprocessing.Columns[column], start, preprocessing.Format.DecimalMark);
        }

        Columns = [.. columns.Select(column => column.Name)];
        var fileMarks = new MissingMarks(preprocessing.Format.MissingMarks);
        missingMarks = [.. preprocessing.Columns.Select(column => fileMarks.For(column.Format))];
        names = new ColumnNames(Columns);
        missingRow = new float[Width];
        foreach (var column in columns)
        {
            column.WriteMissing(missingRow);
        }

        ignoredColumns = preprocessing.PassedOver.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The number of inputs per row.</summary>
    public int Width { get; }

    /// <summary>The inputs of a row in which every value is missing, [<see cref="Width"/>].</summary>
    public ReadOnlySpan<float> MissingRow => missingRow;

    /// <summary>The names of the columns that the model uses.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Returns the index of a column, or -1 if the model does not use it.</summary>
    public int IndexOf(ReadOnlySpan<char> name) => names.IndexOf(name);

    /// <summary>
    /// Returns the index of the only column whose name differs by nothing but case or surrounding spaces; -1 if there is none, or if the
    /// training table has a column with exactly this name.
    /// </summary>
    public int IndexOfSimilar(ReadOnlySpan<char> name) => IsIgnored(name) ? -1 : names.IndexOfSimilar(name);

    /// <summary>Returns the nearest name of a column; null if none is near.</summary>
    public string? FindNearest(string name) => names.FindNearest(name);

    /// <summary>Whether the training table has this column but the model does not use it.</summary>
    public bool IsIgnored(ReadOnlySpan<char> name) => ignoredColumns.Contains(name);

    /// <summary>Writes the inputs of a value that is given as text, in the format of the training table.</summary>
    /// <param name="column">The column's index.</param>
    /// <param name="text">The value.</param>
    /// <param name="row">[<see cref="Width"/>]; this column's inputs must be 0 before.</param>
    /// <returns>Why the value cannot be used, or null if it can be used.</returns>
    public string? Write(int column, ReadOnlySpan<char> text, Span<float> row)
    {
        text = text.Trim();
        if (!missingMarks[column].IsMissing(text))
        {
            return columns[column].Write(text, row);
        }

        columns[column].WriteMissing(row);
        return null;
    }

    /// <summary>Writes the inputs of a number as JSON writes it, whatever the format of the training table.</summary>
    /// <param name="column">The column's index.</param>
    /// <param name="digits">The number.</param>
    /// <param name="row">[<see cref="Width"/>]; this column's inputs must be 0 before.</param>
    /// <returns>Why the value cannot be used, or null if it can be used.</returns>
    public string? WriteDigits(int column, ReadOnlySpan<char> digits, Span<float> row) => columns[column].WriteDigits(digits, row);

    /// <summary>Writes the inputs of a number; NaN is a missing value.</summary>
    /// <returns>Why the value cannot be used, or null if it can be used.</returns>
    public string? Write(int column, double number, Span<float> row)
    {
        if (!double.IsNaN(number))
        {
            return columns[column].Write(number, row);
        }

        columns[column].WriteMissing(row);
        return null;
    }

    /// <summary>Writes the inputs of a missing value; this column's inputs must be 0 before.</summary>
    public void WriteMissing(int column, Span<float> row) => columns[column].WriteMissing(row);

    /// <summary>Sets a column's inputs to 0.</summary>
    public void Clear(int column, Span<float> row) => columns[column].Clear(row);
}
