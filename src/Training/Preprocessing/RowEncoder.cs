using LearnML.Training.Tables;

namespace LearnML.Training.Preprocessing;

/// <summary>
/// Encodes rows value by value, straight into a network's inputs: what <see cref="TablePreprocessing.Transform(Table, Action{CellProblem})"/>
/// does to whole tables, without one. Safe to use from several threads at once.
/// </summary>
public sealed class RowEncoder
{
    private readonly ColumnEncoder[] columns;
    private readonly MissingMarks missing;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> index;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> passedOver;

    /// <param name="preprocessing">How rows become inputs.</param>
    public RowEncoder(TablePreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        Width = preprocessing.Width;
        columns = new ColumnEncoder[preprocessing.Columns.Count];
        for (var (column, start) = (0, 0); column < columns.Length; start += preprocessing.Columns[column++].Width)
        {
            columns[column] = ColumnEncoder.Of(preprocessing.Columns[column], start, preprocessing.Format.DecimalMark);
        }

        Columns = [.. columns.Select(column => column.Name)];
        missing = new MissingMarks(preprocessing.Format.MissingMarks);
        index = Columns.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        passedOver = preprocessing.PassedOver.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Inputs per row.</summary>
    public int Width { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Where a column is; -1 where the model takes no such column.</summary>
    public int IndexOf(ReadOnlySpan<char> name) => index.TryGetValue(name, out var column) ? column : -1;

    /// <summary>Whether the table that the model learned from has such a column, of which it takes nothing.</summary>
    public bool IsPassedOver(ReadOnlySpan<char> name) => passedOver.Contains(name);

    /// <summary>Writes a value as it is written in the table.</summary>
    /// <param name="column">Where the column is.</param>
    /// <param name="text">The value.</param>
    /// <param name="row">[<see cref="Width"/>], zeros where this column's inputs are.</param>
    /// <returns>Why the value cannot be used; null where it can.</returns>
    public string? Write(int column, ReadOnlySpan<char> text, Span<float> row)
    {
        if (!missing.Contains(text))
        {
            return columns[column].Write(text, row);
        }

        columns[column].WriteMissing(row);
        return null;
    }

    /// <summary>Writes a number; NaN is a missing one.</summary>
    /// <returns>Why the value cannot be used; null where it can.</returns>
    public string? Write(int column, double number, Span<float> row)
    {
        if (!double.IsNaN(number))
        {
            return columns[column].Write(number, row);
        }

        columns[column].WriteMissing(row);
        return null;
    }

    /// <summary>Writes that there is no value.</summary>
    public void WriteMissing(int column, Span<float> row) => columns[column].WriteMissing(row);
}
