using System.Globalization;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes a date as its standardized parts.</summary>
internal sealed class DateEncoder(InputColumn column, int start) : ColumnEncoder(column, start)
{
    private readonly DateEncoding encoding = column.Date!;
    private readonly DateReader reader = DateReader.Create(column.Format);

    public override string? Write(ReadOnlySpan<char> text, Span<float> row)
    {
        if (!reader.TryRead(text, out var date))
        {
            return MissingMarks.IsUsual(text) ? null : reader.ExplainFailure(text);
        }

        encoding.Encode(date, GetColumnInputs(row));
        return null;
    }

    public override string? WriteDigits(ReadOnlySpan<char> digits, Span<float> row) =>
        reader.TryRead(digits, out _) || !double.TryParse(digits, CultureInfo.InvariantCulture, out var number)
            ? Write(digits, row) : Write(number, row);

    public override string? Write(double number, Span<float> row)
    {
        if (!DateParser.TryReadNumber(number, out var date))
        {
            return DateParser.ExplainFailure(number);
        }

        encoding.Encode(date, GetColumnInputs(row));
        return null;
    }

    public override void WriteMissing(Span<float> row)
    {
        // A missing date is encoded as the mean of each part, which is 0.
    }
}
