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
    private const int FirstYear = 1800;
    private const int EndYear = 2200;

    private readonly MissingMarks missing = new(missingMarks);

    /// <summary>
    /// Whether the first row is a header. The target that the caller named settles it if the first row has it. Otherwise a header has no
    /// numbers or dates, and its texts are either all present and distinct, or differ in kind from the values below them. Texts that mostly
    /// occur below are values. Numbers count as names if they rise by one, as years do, and the rows below do not. A row with an empty or
    /// repeated name still counts as a header, so that the mistake is reported later.
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

        var columns = Enumerable.Range(0, rows[0].Length).ToArray();
        if (2 * columns.Count(column => OccursBelow(rows, column)) > columns.Length && !columns.Any(column => IsNameOfValues(rows, column)))
        {
            return false;
        }

        var names = rows[0].Where(name => !missing.IsMissing(name)).ToArray();
        return (names.Length > 0 && names.Distinct(StringComparer.Ordinal).Count() == names.Length
                && columns.All(column => !missing.IsMissing(rows[0][column]) || NeedsNoName(rows, column)))
            || columns.Any(column => IsNameOfOthers(rows, column));
    }

    private bool OccursBelow(List<string[]> rows, int column) =>
        !missing.IsMissing(rows[0][column]) && rows.Skip(1).Any(row => row.Length > column && row[column] == rows[0][column]);

    /// <summary>Whether a column numbers the rows or has no values.</summary>
    private static bool NeedsNoName(List<string[]> rows, int column)
    {
        var below = rows.Skip(1).Where(row => row.Length > column).Select(row => row[column]).ToArray();
        return below.All(text => text.Length == 0)
            || (column == 0 && below.Index().All(row => row.Item == row.Index.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>
    /// Whether the numbers or dates of the first row are names: they rise by one, as years do, and those of the second row do not; two years are
    /// above numbers that are no years; or dates are above values that are no dates.
    /// </summary>
    private bool HasCountedNames(List<string[]> rows) => rows.Count > 1
        && ((Counts(rows[0], MinimumCountedNames) && !Counts(rows[1], MinimumCountedNames))
            || (Counts(rows[0], 2) && Array.TrueForAll(rows[0], IsYear) && !rows.Skip(1).Any(row => Array.Exists(row, IsYear)))
            || HasDatedNames(rows));

    private static bool IsYear(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= FirstYear and < EndYear;

    /// <summary>Whether the first row has different dates, at least two and half of its fields, above values that are no dates.</summary>
    private bool HasDatedNames(List<string[]> rows)
    {
        var columns = Enumerable.Range(0, rows[0].Length).Where(column => IsDate(rows[0][column])).ToArray();
        return columns.Length >= 2 && 2 * columns.Length >= rows[0].Length
            && columns.Select(column => rows[0][column]).Distinct(StringComparer.Ordinal).Count() == columns.Length
            && columns.All(column => GetBelow(rows, column) is { Length: > 0 } below && !below.Any(IsDate));
    }

    private static bool Counts(string[] row, int minimum)
    {
        var numbers = row.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
            .OfType<int>().ToArray();
        var texts = row.Length - numbers.Length;
        return numbers.Length >= minimum && 2 * texts <= numbers.Length
            && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second == pair.First + 1);
    }

    private bool IsNameOfOthers(List<string[]> rows, int column) => IsNameOfValues(rows, column) || IsNameOfTexts(rows, column);

    private bool IsNameOfValues(List<string[]> rows, int column) =>
        !missing.IsMissing(rows[0][column]) && GetBelow(rows, column) is var below && 2 * below.Count(IsValue) > below.Length;

    /// <summary>Whether the texts below repeat, and the name is not one of them.</summary>
    private bool IsNameOfTexts(List<string[]> rows, int column)
    {
        var (name, below) = (rows[0][column], GetBelow(rows, column));
        return !missing.IsMissing(name) && below.Length >= MinimumRowsForRepetition
            && 2 * below.Distinct(StringComparer.Ordinal).Count() <= below.Length && !below.Contains(name);
    }

    private string[] GetBelow(List<string[]> rows, int column) =>
        [.. rows.Skip(1).Where(row => row.Length > column).Select(row => row[column]).Where(text => !missing.IsMissing(text))];

    private bool IsValue(string text) =>
        NumberParser.TryParse(text, decimalMark, out _) || IsDate(text);

    private static bool IsDate(string text) =>
        DateParser.TryParse(text, DateOrder.DayFirst, out _) || DateParser.TryParse(text, DateOrder.MonthFirst, out _);
}
