using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Takes all words for yes for the same, and all for no: a column has but one of each, and its readers may write another.</summary>
internal sealed class BooleanComparer : ValueComparer
{
    /// <summary>The words for no, and those for yes that go with them in a column; in capitals or not.</summary>
    public static IReadOnlyList<(string No, string Yes)> Words { get; } = [("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"), ("0", "1")];

    /// <summary>The texts that stand for the same value as a category of a column of some type.</summary>
    public static IEnumerable<string> Spellings(string category, ColumnType type) => type == ColumnType.Boolean
        ? Words.SelectMany(pair => new[] { pair.No, pair.Yes }).Where(word => new BooleanComparer().Equals(word, category)).SelectMany(Casings).Append(category)
        : [category];

    private static IEnumerable<string> Casings(string word) => word.Aggregate(
        (IEnumerable<string>)[""],
        (starts, letter) => starts.SelectMany(start => new[] { start + letter, start + char.ToUpperInvariant(letter) }).Distinct());

    protected override bool TryRead(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        foreach (var (no, yes) in Words)
        {
            if (text.Equals(no, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (text.Equals(yes, StringComparison.OrdinalIgnoreCase))
            {
                value = 1;
                return true;
            }
        }

        return false;
    }
}
