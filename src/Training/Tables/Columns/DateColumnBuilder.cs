using LearnML.Contracts;

namespace LearnML.Training.Tables.Columns;

/// <summary>Builds a date column.</summary>
internal sealed class DateColumnBuilder(ColumnSchema schema, int capacity) : ColumnBuilder(schema)
{
    private readonly ValueBuffer<int> values = new(capacity);

    public override string? Add(ReadOnlySpan<char> text)
    {
        var fits = DateParser.TryParse(text, out var timestamp);
        values.Add(fits ? timestamp : DateColumn.Missing);
        return fits ? null : DateParser.ExplainFailure(text);
    }

    public override void AddMissing() => values.Add(DateColumn.Missing);

    public override Column BuildAndReset() => new DateColumn(Schema.Name, values.ToArrayAndClear());
}
