using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Columns;

/// <summary>Builds one column of a table, value by value.</summary>
internal abstract class ColumnBuilder(ColumnSchema schema)
{
    /// <summary>The column's name and type.</summary>
    public ColumnSchema Schema { get; } = schema;

    /// <summary>Creates an empty builder for a column that a network can learn from.</summary>
    /// <param name="schema">The column's name and type.</param>
    /// <param name="capacity">The approximate number of rows.</param>
    /// <param name="decimalMark">The decimal separator of the file's numbers.</param>
    public static ColumnBuilder Create(ColumnSchema schema, int capacity, char decimalMark)
    {
        var numbers = NumberReader.Create(schema.Format, decimalMark);
        return schema.Type switch
        {
            ColumnType.Numeric when schema.AsNames => new CategoryColumnBuilder(schema, capacity, new NumberComparer(numbers)),
            ColumnType.Numeric => new NumberColumnBuilder(schema, capacity, numbers),
            ColumnType.Date => new DateColumnBuilder(schema, capacity),
            _ => new CategoryColumnBuilder(schema, capacity, ValueComparer.For(schema.Type)),
        };
    }

    /// <summary>Adds a row with a value. A value that does not fit is added as missing.</summary>
    /// <returns>Why the value does not fit, or null if it fits.</returns>
    public abstract string? Add(ReadOnlySpan<char> text);

    /// <summary>Adds a row without a value.</summary>
    public abstract void AddMissing();

    /// <summary>Returns the column and starts a new, empty one.</summary>
    public abstract Column BuildAndReset();
}
