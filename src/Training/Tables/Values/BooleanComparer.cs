using LearnML.Contracts;

namespace LearnML.Training.Tables.Values;

/// <summary>
/// Treats all words for yes as equal, and all words for no. A column uses one word for each, but a prediction request may use
/// others.
/// </summary>
internal sealed class BooleanComparer : ValueComparer
{
    /// <summary>The pairs of words for no and yes. A column uses one pair, in any letter case.</summary>
    public static IReadOnlyList<(string No, string Yes)> WordPairs { get; } = [("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"), ("0", "1")];

    /// <summary>Returns every text that has the same value as a category, in a column of this type.</summary>
    public static IEnumerable<string> GetSpellings(string category, ColumnType type) => type == ColumnType.Boolean
        ? WordPairs.SelectMany(pair => new[] { pair.No, pair.Yes })
            .Where(word => new BooleanComparer().Equals(word, category))
            .SelectMany(GetCasings)
            .Append(category)
        : [category];

    private static IEnumerable<string> GetCasings(string word) => word.Aggregate(
        (IEnumerable<string>)[""],
        (starts, letter) => starts.SelectMany(start => new[] { start + letter, start + char.ToUpperInvariant(letter) }).Distinct());

    protected override bool TryParseValue(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        foreach (var (no, yes) in WordPairs)
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
