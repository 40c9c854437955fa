using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Fills a column of dates.</summary>
internal sealed class DateBuilder(ColumnSchema schema, int capacity) : ColumnBuilder(schema)
{
    private readonly ValueBuffer<int> values = new(capacity);

    public override string? Add(ReadOnlySpan<char> text)
    {
        var fits = DateText.TryParse(text, out var moment);
        values.Add(fits ? moment : DateColumn.Missing);
        return fits ? null : $"'{text}' is no date";
    }

    public override void AddMissing() => values.Add(DateColumn.Missing);

    public override Column Take() => new DateColumn(Schema.Name, values.Take());
}
