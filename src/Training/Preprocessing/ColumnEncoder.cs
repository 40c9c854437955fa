using System.Globalization;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes the values of one column into that column's inputs of a row.</summary>
/// <param name="column">The column.</param>
/// <param name="start">The index of the column's first input in a row.</param>
internal abstract class ColumnEncoder(InputColumn column, int start)
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = column.Name;

    /// <summary>Creates the encoder of a column.</summary>
    public static ColumnEncoder Create(InputColumn column, int start, char decimalMark) => column switch
    {
        { Number: { } number } => new NumberEncoder(column, number, start, NumberReader.Create(column.Format, decimalMark)),
        { Category: { } category } => new CategoryEncoder(column, category, start),
        _ => new DateEncoder(column, start),
    };

    /// <summary>Writes the inputs of a value into a row; this column's inputs must be 0 before.</summary>
    /// <param name="text">The value as text.</param>
    /// <param name="row">All inputs of the row.</param>
    /// <returns>Why the value cannot be used and was encoded as missing or rare, or null if it can be used.</returns>
    public abstract string? Write(ReadOnlySpan<char> text, Span<float> row);

    /// <summary>
    /// Writes the inputs of a number as JSON writes it, whatever the format of the training table; this column's inputs must be 0 before.
    /// </summary>
    /// <returns>Why the value cannot be used and was encoded as missing or rare, or null if it can be used.</returns>
    public virtual string? WriteDigits(ReadOnlySpan<char> digits, Span<float> row) => Write(digits, row);

    /// <summary>Writes the inputs of a number into a row; this column's inputs must be 0 before.</summary>
    /// <returns>Why the value cannot be used and was encoded as missing or rare, or null if it can be used.</returns>
    public virtual string? Write(double number, Span<float> row)
    {
        Span<char> text = stackalloc char[32];
        return number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture)
            ? Write(text[..length], row)
            : Write(number.ToString(CultureInfo.InvariantCulture), row);
    }

    /// <summary>Writes the inputs of a missing value into a row; this column's inputs must be 0 before.</summary>
    public abstract void WriteMissing(Span<float> row);

    /// <summary>Sets this column's inputs of a row to 0.</summary>
    public void Clear(Span<float> row) => GetColumnInputs(row).Clear();

    /// <summary>Returns this column's inputs of a row.</summary>
    protected Span<float> GetColumnInputs(Span<float> row) => row.Slice(start, column.Width);
}
