using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes a category as one-hot inputs.</summary>
internal sealed class CategoryEncoder(InputColumn column, CategoryEncoding encoding, int start) : ColumnEncoder(column, start)
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> inputIndices =
        encoding.GetInputIndices(ValueComparer.For(column.Type)).GetAlternateLookup<ReadOnlySpan<char>>();

    public override string? Write(ReadOnlySpan<char> text, Span<float> row)
    {
        if (inputIndices.TryGetValue(text, out var place))
        {
            GetColumnInputs(row)[place] = 1;
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
