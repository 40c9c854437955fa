using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes a date as its standardized parts.</summary>
internal sealed class DateEncoder(InputColumn column, int start) : ColumnEncoder(column, start)
{
    private readonly DateEncoding encoding = column.Date!;

    public override string? Write(ReadOnlySpan<char> text, Span<float> row)
    {
        if (!DateParser.TryParse(text, out var timestamp))
        {
            return DateParser.ExplainFailure(text);
        }

        encoding.Encode(timestamp, GetColumnInputs(row));
        return null;
    }

    public override void WriteMissing(Span<float> row)
    {
        // A missing date is encoded as the mean of each part, which is 0.
    }
}
