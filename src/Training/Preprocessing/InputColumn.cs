using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Preprocessing;

/// <summary>How a column of a table becomes inputs of a network. Exactly one of the three encodings is set.</summary>
public sealed record InputColumn
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>The column's type.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>How the cells of the training table are written; null: as in the rest of its file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CellFormat? Format { get; init; }

    /// <summary>The encoding of a numeric column.</summary>
    public NumberEncoding? Number { get; init; }

    /// <summary>The encoding of a categorical or boolean column.</summary>
    public CategoryEncoding? Category { get; init; }

    /// <summary>The encoding of a date column.</summary>
    public DateEncoding? Date { get; init; }

    /// <summary>The number of inputs.</summary>
    [JsonIgnore]
    internal int Width => Category?.Width ?? Date?.Parts.Count ?? Number?.Width ?? 1;

    /// <summary>Returns a column with what its encoding needs once.</summary>
    /// <param name="column">The values; null if the table does not have the column: all its values are missing.</param>
    /// <param name="rowCount">The number of rows.</param>
    internal (Column? Values, int[] Places) Prepare(Column? column, int rowCount) => (column, Category) switch
    {
        (null, not null) => (new CategoryColumn(Name, [.. Enumerable.Repeat(CategoryColumn.Missing, rowCount)], []), []),
        (CategoryColumn categories, not null) => (column, Category.FindPlaces(categories, Type)),
        _ => (column, []),
    };

    /// <summary>Encodes rows of a column into the first <see cref="Width"/> columns of a matrix of zeros.</summary>
    /// <param name="column">The column, from <see cref="Prepare"/>.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="inputs">The matrix, row by row, from the first row and the first of these columns.</param>
    /// <param name="width">The number of columns of the whole matrix.</param>
    /// <param name="onProblem">Receives each category that was not seen in training.</param>
    internal void Transform(
        (Column? Values, int[] Places) column, int first, int rows, Span<float> inputs, int width, Action<CellProblem> onProblem)
    {
        switch (column.Values)
        {
            case NumberColumn numbers:
                Number!.Transform(numbers.Values.AsSpan(first, rows), inputs, width, numbers.Offset);
                break;
            case null when Number is not null:
                Number.TransformMissing(rows, inputs, width);
                break;
            case CategoryColumn categories:
                Category!.Transform(categories, column.Places, first, rows, inputs, width, onProblem);
                break;
            case DateColumn dates:
                Date!.Transform(dates.Ticks.AsSpan(first, rows), inputs, width);
                break;
        }
    }
}
