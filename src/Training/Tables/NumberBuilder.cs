using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Builds a number column.</summary>
internal sealed class NumberBuilder(ColumnSchema schema, int capacity, char decimalMark) : ColumnBuilder(schema)
{
    private readonly ValueBuffer<float> values = new(capacity);
    private readonly double offset = schema.Offset;

    public override string? Add(ReadOnlySpan<char> text)
    {
        var fits = NumberText.TryParse(text, decimalMark, out var number);
        values.Add(fits ? (float)(number - offset) : float.NaN);
        return fits ? null : NumberText.WhyNot(text, number);
    }

    public override void AddMissing() => values.Add(float.NaN);

    public override Column Take() => new NumberColumn(Schema.Name, values.Take(), offset);
}
