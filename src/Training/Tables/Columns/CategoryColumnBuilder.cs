using LearnML.Contracts;

namespace LearnML.Training.Tables.Columns;

/// <summary>
/// Builds a category column. Texts that the comparer treats as equal become one category, spelled as its first occurrence.
/// </summary>
internal sealed class CategoryColumnBuilder(ColumnSchema schema, int capacity, IEqualityComparer<string> comparer) : ColumnBuilder(schema)
{
    private readonly ValueBuffer<int> codes = new(capacity);
    private Dictionary<string, int> codesByCategory = new(comparer);
    private List<string> categories = [];

    public override string? Add(ReadOnlySpan<char> text)
    {
        var lookup = codesByCategory.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var code))
        {
            code = categories.Count;
            categories.Add(text.ToString());
            codesByCategory.Add(categories[code], code);
        }

        codes.Add(code);
        return null;
    }

    public override void AddMissing() => codes.Add(CategoryColumn.Missing);

    public override Column BuildAndReset()
    {
        var column = new CategoryColumn(Schema.Name, codes.ToArrayAndClear(), categories);
        (codesByCategory, categories) = (new(comparer), []);
        return column;
    }
}
