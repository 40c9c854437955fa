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
    internal int Width => Category?.Width ?? Date?.Parts.Count ?? 1;

    /// <summary>Encodes a column into the first <see cref="Width"/> columns of a matrix of zeros.</summary>
    /// <param name="column">The values; null if the table does not have the column: all its values are missing.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="inputs">The matrix, row by row, from the first of these columns.</param>
    /// <param name="width">The number of columns of the whole matrix.</param>
    /// <param name="onProblem">Receives each category that was not seen in training.</param>
    internal void Transform(Column? column, int rowCount, Span<float> inputs, int width, Action<CellProblem> onProblem)
    {
        switch (column)
        {
            case NumberColumn numbers:
                Number!.Transform(numbers.Values, inputs, width, numbers.Offset);
                break;
            case CategoryColumn categories:
                Category!.Transform(categories, Type, inputs, width, onProblem);
                break;
            case DateColumn dates:
                Date!.Transform(dates, inputs, width);
                break;
            case null when Category is not null:
                var missing = new CategoryColumn(Name, [.. Enumerable.Repeat(CategoryColumn.Missing, rowCount)], []);
                Category.Transform(missing, Type, inputs, width, onProblem);
                break;
        }
    }
}
