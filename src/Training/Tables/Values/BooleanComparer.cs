namespace LearnML.Training.Tables.Values;

/// <summary>
/// Treats all words for yes as equal, and all words for no, numbers included: 1, 1.0 and true. A column uses one word for each, but a
/// prediction request may use others.
/// </summary>
internal sealed class BooleanComparer : ValueComparer
{
    private const int LongestNumber = 8;

    /// <summary>The pairs of words for no and yes. A column uses one pair, in any letter case.</summary>
    public static IReadOnlyList<(string No, string Yes)> WordPairs { get; } =
    [
        ("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"), ("0", "1"), ("-1", "1"), ("-", "+"),
        ("nein", "ja"), ("non", "oui"), ("no", "si"), ("no", "sí"), ("não", "sim"), ("nee", "ja"), ("нет", "да"), ("否", "是"),
    ];

    /// <summary>The comparer.</summary>
    public static BooleanComparer Instance { get; } = new();

    /// <summary>Returns 1 for a word that means yes, 0 or -1 for one that means no, and null for any other text.</summary>
    public double? Parse(ReadOnlySpan<char> text) => TryParseValue(text, out var value) ? value : null;

    /// <summary>Returns every text that has the same value as a category, in a column of this type.</summary>
    public static IEnumerable<string> GetSpellings(string category, Contracts.ColumnType type) => type == Contracts.ColumnType.Boolean
        ? WordPairs.SelectMany(pair => new[] { pair.No, pair.Yes })
            .Distinct()
            .Where(word => Instance.Equals(word, category))
            .SelectMany(GetCasings)
            .Append(category)
            .Distinct()
        : [category];

    private static IEnumerable<string> GetCasings(string word) => char.IsLetter(word[0])
        ? word.Aggregate(
            (IEnumerable<string>)[""],
            (starts, letter) => starts.SelectMany(start => new[] { start + letter, start + char.ToUpperInvariant(letter) }).Distinct())
        : char.IsAsciiDigit(word[^1]) ? [word, word + ".0"] : [word];

    protected override bool TryParseValue(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        foreach (var (no, yes) in WordPairs)
        {
            if (IsWord(text, yes))
            {
                value = 1;
                return true;
            }

            if (IsWord(text, no))
            {
                value = no == "-1" ? -1 : 0;
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(ReadOnlySpan<char> text, string word)
    {
        if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return char.IsAsciiDigit(word[^1]) && text.Length <= LongestNumber && text.ContainsAny('0', '1')
            && TryParseNumber(text, out var number) && TryParseNumber(word, out var value) && number == value;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out double number) =>
        NumberParser.TryParse(text, '.', out number) || NumberParser.TryParse(text, ',', out number);
}
