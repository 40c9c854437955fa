using System.Globalization;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes a number. It rounds the number as <see cref="NumberColumn"/> does, so that a row and a table give the same input.</summary>
internal sealed class NumberEncoder(InputColumn column, NumberEncoding encoding, int start, NumberReader reader) : ColumnEncoder(column, start)
{
    private readonly double offset = encoding.Offset;

    public override string? Write(ReadOnlySpan<char> text, Span<float> row)
    {
        if (!reader.TryRead(text, out var number))
        {
            WriteMissing(row);
            return reader.ExplainFailure(text, number);
        }

        WriteRounded(number, row);
        return null;
    }

    public override string? WriteDigits(ReadOnlySpan<char> digits, Span<float> row)
    {
        if (!NumberParser.TryParse(digits, '.', out var number))
        {
            WriteMissing(row);
            return NumberParser.ExplainFailure(digits, number);
        }

        WriteRounded(number, row);
        return null;
    }

    public override string? Write(double number, Span<float> row)
    {
        if (Math.Abs(number) > float.MaxValue)
        {
            WriteMissing(row);
            return NumberParser.ExplainFailure(number.ToString(CultureInfo.InvariantCulture), number);
        }

        WriteRounded(number, row);
        return null;
    }

    public override void WriteMissing(Span<float> row) => encoding.Encode(double.NaN, GetColumnInputs(row));

    private void WriteRounded(double number, Span<float> row) => encoding.Encode(offset + (float)(number - offset), GetColumnInputs(row));
}
