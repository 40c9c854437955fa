using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>
/// Builds a category column. Texts that the comparer treats as equal become one category, spelled as its first occurrence.
/// </summary>
internal sealed class CategoryBuilder(ColumnSchema schema, int capacity, IEqualityComparer<string> comparer) : ColumnBuilder(schema)
{
    private readonly ValueBuffer<int> codes = new(capacity);
    private Dictionary<string, int> known = new(comparer);
    private List<string> categories = [];

    public override string? Add(ReadOnlySpan<char> text)
    {
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var code))
        {
            code = categories.Count;
            categories.Add(text.ToString());
            known.Add(categories[code], code);
        }

        codes.Add(code);
        return null;
    }

    public override void AddMissing() => codes.Add(CategoryColumn.Missing);

    public override Column Take()
    {
        var column = new CategoryColumn(Schema.Name, codes.Take(), categories);
        (known, categories) = (new(comparer), []);
        return column;
    }
}
