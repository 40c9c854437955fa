using System.Globalization;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes the values of one column, each into its own inputs of a row.</summary>
/// <param name="column">The column.</param>
/// <param name="start">Its first input in a row.</param>
internal abstract class ColumnEncoder(InputColumn column, int start)
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = column.Name;

    /// <summary>An encoder of a column.</summary>
    public static ColumnEncoder Of(InputColumn column, int start, char decimalMark) => column switch
    {
        { Number: { } number } => new NumberEncoder(column, number, start, decimalMark),
        { Category: { } category } => new CategoryEncoder(column, category, start),
        _ => new DateEncoder(column, start),
    };

    /// <summary>Writes a value over zeros.</summary>
    /// <returns>Why the value cannot be used, and was taken for missing or rare; null where it can.</returns>
    public abstract string? Write(ReadOnlySpan<char> text, Span<float> row);

    /// <summary>The same for a value that is a number already.</summary>
    public virtual string? Write(double number, Span<float> row)
    {
        Span<char> text = stackalloc char[32];
        return number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture) ? Write(text[..length], row) : Write(number.ToString(CultureInfo.InvariantCulture), row);
    }

    /// <summary>Writes that there is no value, over zeros.</summary>
    public abstract void WriteMissing(Span<float> row);

    /// <summary>This column's inputs of a row.</summary>
    protected Span<float> Own(Span<float> row) => row.Slice(start, column.Width);
}
