using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Tables;

namespace LearnML.Training.Preprocessing;

/// <summary>How a column of a table becomes inputs. It has one of the three encodings.</summary>
public sealed record InputColumn
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>What its values are.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Of a numeric column.</summary>
    public NumberEncoding? Number { get; init; }

    /// <summary>Of a categorical or boolean column.</summary>
    public CategoryEncoding? Category { get; init; }

    /// <summary>Of a column of dates.</summary>
    public DateEncoding? Date { get; init; }

    /// <summary>How many inputs.</summary>
    [JsonIgnore]
    internal int Width => Category?.Width ?? Date?.Parts.Count ?? 1;

    internal IEnumerable<string> Names => Category?.Names(Name) ?? Date?.Names(Name) ?? [Name];

    /// <summary>Encodes a column, which may be missing altogether.</summary>
    internal void Transform(Column? column, int rows, Span<float> inputs, int width, Action<CellProblem> problem)
    {
        switch (column)
        {
            case NumberColumn numbers:
                Number!.Transform(numbers.Values, inputs, width, numbers.Offset);
                break;
            case CategoryColumn categories:
                Category!.Transform(categories, ValueComparer.Of(Type), inputs, width, problem);
                break;
            case DateColumn dates:
                Date!.Transform(dates, inputs, width);
                break;
            case null when Category is not null:
                Category.Transform(
                    new CategoryColumn(Name, [.. Enumerable.Repeat(CategoryColumn.Missing, rows)], []), ValueComparer.Of(Type), inputs, width, problem);
                break;
        }
    }
}
