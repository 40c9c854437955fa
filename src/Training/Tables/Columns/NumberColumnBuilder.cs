using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Columns;

/// <summary>Builds a number column.</summary>
internal sealed class NumberColumnBuilder(ColumnSchema schema, int capacity, NumberReader reader) : ColumnBuilder(schema)
{
    private readonly ValueBuffer<float> values = new(capacity);
    private readonly double offset = schema.Offset;

    public override string? Add(ReadOnlySpan<char> text)
    {
        var fits = reader.TryRead(text, out var number);
        values.Add(fits ? (float)(number - offset) : float.NaN);
        return fits ? null : reader.ExplainFailure(text, number);
    }

    public override void AddMissing() => values.Add(float.NaN);

    public override Column BuildAndReset() => new NumberColumn(Schema.Name, values.ToArrayAndClear(), offset);
}
