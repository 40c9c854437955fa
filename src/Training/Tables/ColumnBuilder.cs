using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Fills a column of a table value by value.</summary>
internal abstract class ColumnBuilder(ColumnSchema schema)
{
    /// <summary>The column.</summary>
    public ColumnSchema Schema { get; } = schema;

    /// <summary>An empty column of a type that can be learned from.</summary>
    /// <param name="schema">The column.</param>
    /// <param name="capacity">About how many rows it will have.</param>
    /// <param name="decimalMark">Before the decimals of numbers.</param>
    public static ColumnBuilder Create(ColumnSchema schema, int capacity, char decimalMark) => schema.Type switch
    {
        ColumnType.Numeric when schema.AsNames => new CategoryBuilder(schema, capacity, new NumberComparer(decimalMark)),
        ColumnType.Numeric => new NumberBuilder(schema, capacity, decimalMark),
        ColumnType.Date => new DateBuilder(schema, capacity),
        _ => new CategoryBuilder(schema, capacity, ValueComparer.Of(schema.Type)),
    };

    /// <summary>Adds a row with a value.</summary>
    /// <returns>Why the value does not fit, and was added as missing; null where it does.</returns>
    public abstract string? Add(ReadOnlySpan<char> text);

    /// <summary>Adds a row without a value.</summary>
    public abstract void AddMissing();

    /// <summary>The column, and an empty one to go on with.</summary>
    public abstract Column Take();
}
