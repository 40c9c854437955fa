namespace LearnML.Training.Tables;

/// <summary>Tells by their content whether the first of some rows holds names.</summary>
internal static class HeaderSniffer
{
    private const int EnoughRows = 10;

    /// <summary>
    /// Whether there is a header: a first row without numbers and dates, whose texts either are all there and different, or differ
    /// in kind from what stands below. A header with a name that is empty or there twice is one too, and a mistake to tell of.
    /// </summary>
    /// <param name="rows">The first rows.</param>
    /// <param name="decimalMark">Before the decimals of numbers.</param>
    /// <param name="missingMarks">What may stand for a missing value.</param>
    public static bool HasHeader(List<string[]> rows, char decimalMark, IReadOnlyList<string> missingMarks)
    {
        var missing = new MissingMarks(missingMarks);
        if (rows.Count == 0 || rows[0].Any(IsValue))
        {
            return false;
        }

        var names = rows[0].Where(name => !missing.Contains(name)).ToArray();
        return (names.Length == rows[0].Length && names.Distinct(StringComparer.Ordinal).Count() == names.Length)
            || Enumerable.Range(0, rows[0].Length).Any(IsNameOfOthers);

        bool IsNameOfOthers(int column)
        {
            var name = rows[0][column];
            var below = rows.Skip(1).Where(row => row.Length > column).Select(row => row[column]).Where(text => !missing.Contains(text)).ToArray();
            return !missing.Contains(name) && below.Length > 0 && (IsMost(below.Count(IsValue)) || (IsRepetitive() && !below.Contains(name)));

            bool IsMost(int count) => 2 * count > below.Length;
            bool IsRepetitive() => below.Length >= EnoughRows && !IsMost(below.Distinct(StringComparer.Ordinal).Count());
        }

        bool IsValue(string text) => NumberText.TryParse(text, decimalMark, out _) || DateText.TryParse(text, out _);
    }
}
