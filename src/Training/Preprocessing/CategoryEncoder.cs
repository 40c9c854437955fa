namespace LearnML.Training.Preprocessing;

/// <summary>Encodes a category as one-hot inputs.</summary>
internal sealed class CategoryEncoder(InputColumn column, CategoryEncoding encoding, int start) : ColumnEncoder(column, start)
{
    private readonly CategoryLookup lookup = new(encoding, column.Type);

    public override string? Write(ReadOnlySpan<char> text, Span<float> row)
    {
        if (lookup.Find(text) is var input && input >= 0)
        {
            GetColumnInputs(row)[input] = 1;
            return null;
        }

        if (encoding.Rare.Count > 0)
        {
            GetColumnInputs(row)[encoding.Frequent.Count] = 1;
        }

        return CategoryEncoding.ExplainUnseen(text);
    }

    public override void WriteMissing(Span<float> row) => GetColumnInputs(row)[^1] = 1;
}
