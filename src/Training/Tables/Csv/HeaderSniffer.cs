using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Csv;

/// <summary>Detects whether the first row of a file is a header, by its contrast with the rows below.</summary>
/// <param name="decimalMark">The decimal separator of numbers.</param>
/// <param name="missingMarks">The fields that may mean a missing value.</param>
internal sealed class HeaderSniffer(char decimalMark, IReadOnlyList<string> missingMarks)
{
    private const int MinimumRowsForRepetition = 10;
    private const int MinimumCountedNames = 3;

    private readonly MissingMarks missing = new(missingMarks);

    /// <summary>
    /// Whether the first row is a header. The target that the caller named settles it if the first row has it. Otherwise a header has no
    /// numbers or dates, and its texts are either all present and distinct, or differ in kind from the values below them. Numbers count as
    /// names if they rise by one, as years do, and the rows below do not. A row with an empty or repeated name still counts as a header,
    /// so that the mistake is reported later.
    /// </summary>
    /// <param name="rows">The first rows of the file.</param>
    /// <param name="target">The column to predict; null if the caller did not name one.</param>
    public bool HasHeader(List<string[]> rows, string? target)
    {
        if (rows.Count == 0)
        {
            return false;
        }

        if (target is not null && rows[0].Contains(target, StringComparer.Ordinal))
        {
            return true;
        }

        if (rows[0].Any(IsValue))
        {
            return HasCountedNames(rows);
        }

        var names = rows[0].Where(name => !missing.IsMissing(name)).ToArray();
        return (names.Length == rows[0].Length && names.Distinct(StringComparer.Ordinal).Count() == names.Length)
            || Enumerable.Range(0, rows[0].Length).Any(column => IsNameOfOthers(rows, column));
    }

    /// <summary>Whether the numbers of the first row are names: they rise by one, and those of the second row do not.</summary>
    public static bool HasCountedNames(List<string[]> rows) => rows.Count > 1 && Counts(rows[0]) && !Counts(rows[1]);

    private static bool Counts(string[] row)
    {
        var numbers = row.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
            .OfType<int>().ToArray();
        var texts = row.Length - numbers.Length;
        return numbers.Length >= MinimumCountedNames && 2 * texts <= numbers.Length
            && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second == pair.First + 1);
    }

    private bool IsNameOfOthers(List<string[]> rows, int column)
    {
        var name = rows[0][column];
        var below = rows.Skip(1).Where(row => row.Length > column).Select(row => row[column]).Where(text => !missing.IsMissing(text)).ToArray();
        return !missing.IsMissing(name) && below.Length > 0 && (IsMajority(below.Count(IsValue)) || (IsRepetitive() && !below.Contains(name)));

        bool IsMajority(int count) => 2 * count > below.Length;
        bool IsRepetitive() => below.Length >= MinimumRowsForRepetition && !IsMajority(below.Distinct(StringComparer.Ordinal).Count());
    }

    private bool IsValue(string text) =>
        NumberParser.TryParse(text, decimalMark, out _)
        || DateParser.TryParse(text, DateOrder.DayFirst, out _) || DateParser.TryParse(text, DateOrder.MonthFirst, out _);
}
