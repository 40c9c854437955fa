using LearnML.Training.Tables;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes dates.</summary>
internal sealed class DateEncoder(InputColumn column, int start) : ColumnEncoder(column, start)
{
    private readonly DateEncoding encoding = column.Date!;

    public override string? Write(ReadOnlySpan<char> text, Span<float> row)
    {
        if (!DateText.TryParse(text, out var moment))
        {
            return $"'{text}' is no date";
        }

        encoding.Encode(moment, Own(row));
        return null;
    }

    public override void WriteMissing(Span<float> row)
    {
        // The mean of each part, which is 0.
    }
}
