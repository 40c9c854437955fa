using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Csv;

/// <summary>Detects whether the first row of a file is a header.</summary>
internal static class HeaderSniffer
{
    private const int MinimumRowsForRepetition = 10;

    /// <summary>
    /// Whether the first row is a header. A header has no numbers or dates, and its texts are either all present and distinct, or
    /// differ in kind from the values below them. A row with an empty or repeated name still counts as a header, so that the mistake
    /// is reported later.
    /// </summary>
    /// <param name="rows">The first rows of the file.</param>
    /// <param name="decimalMark">The decimal separator of numbers.</param>
    /// <param name="missingMarks">The fields that may mean a missing value.</param>
    public static bool HasHeader(List<string[]> rows, char decimalMark, IReadOnlyList<string> missingMarks)
    {
        var missing = new MissingMarks(missingMarks);
        if (rows.Count == 0 || rows[0].Any(IsValue))
        {
            return false;
        }

        var names = rows[0].Where(name => !missing.IsMissing(name)).ToArray();
        return (names.Length == rows[0].Length && names.Distinct(StringComparer.Ordinal).Count() == names.Length)
            || Enumerable.Range(0, rows[0].Length).Any(IsNameOfOthers);

        bool IsNameOfOthers(int column)
        {
            var name = rows[0][column];
            var below = rows.Skip(1).Where(row => row.Length > column).Select(row => row[column]).Where(text => !missing.IsMissing(text)).ToArray();
            return !missing.IsMissing(name) && below.Length > 0 && (IsMajority(below.Count(IsValue)) || (IsRepetitive() && !below.Contains(name)));

            bool IsMajority(int count) => 2 * count > below.Length;
            bool IsRepetitive() => below.Length >= MinimumRowsForRepetition && !IsMajority(below.Distinct(StringComparer.Ordinal).Count());
        }

        bool IsValue(string text) => NumberParser.TryParse(text, decimalMark, out _) || DateParser.TryParse(text, out _);
    }
}
