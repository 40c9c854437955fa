using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Columns;

/// <summary>Builds a date column.</summary>
internal sealed class DateColumnBuilder(ColumnSchema schema, int capacity) : ColumnBuilder(schema)
{
    private readonly ValueBuffer<long> values = new(capacity);
    private readonly DateReader reader = DateReader.Create(schema.Format);

    public override string? Add(ReadOnlySpan<char> text)
    {
        var fits = reader.TryRead(text, out var date);
        values.Add(fits ? date.Ticks : DateColumn.Missing);
        return fits || MissingMarks.IsUsual(text) ? null : reader.ExplainFailure(text);
    }

    public override void AddMissing() => values.Add(DateColumn.Missing);

    public override Column BuildAndReset() => new DateColumn(Schema.Name, values.ToArrayAndClear());
}
