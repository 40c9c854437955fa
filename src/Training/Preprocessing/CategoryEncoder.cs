using LearnML.Training.Tables;

namespace LearnML.Training.Preprocessing;

/// <summary>Encodes a category as one-hot inputs.</summary>
internal sealed class CategoryEncoder(InputColumn column, CategoryEncoding encoding, int start) : ColumnEncoder(column, start)
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> places =
        encoding.Places(ValueComparer.Of(column.Type)).GetAlternateLookup<ReadOnlySpan<char>>();

    public override string? Write(ReadOnlySpan<char> text, Span<float> row)
    {
        if (places.TryGetValue(text, out var place))
        {
            Own(row)[place] = 1;
            return null;
        }

        if (encoding.Rare.Count > 0)
        {
            Own(row)[encoding.Frequent.Count] = 1;
        }

        return $"'{text}' was not seen in training";
    }

    public override void WriteMissing(Span<float> row) => Own(row)[^1] = 1;
}
