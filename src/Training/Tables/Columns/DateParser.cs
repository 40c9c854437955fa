using System.Buffers;
using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Tables.Columns;

/// <summary>
/// Parses dates: 2026-11-23, 2026/11/23, 20261123, 2026-11 and 11/2026; 23.11.2026, 23/11/26 and 11/23/2026 by the column's order of day and
/// month; 23 Nov 2026, 23-Nov-26, Nov 23, 2026 and 23. März 2026. A time of day may follow, with AM or PM, an offset or the name of a zone.
/// </summary>
internal static class DateParser
{
    /// <summary>The number of digits of a date without marks, such as 20261123.</summary>
    public const int CompactLength = 8;

    private const int MinimumEpochDigits = 9;
    private const int MaximumEpochDigits = 15;
    private const double SmallestSeconds = 1e8;
    private const double EndOfSeconds = 1e10;

    // Of the years 1 to 9999.
    private const double FirstMilliseconds = -62_135_596_800_000;
    private const double EndMilliseconds = 253_402_300_800_000;

    private const double FirstCompact = 10_000_101;
    private const double LastCompact = 99_991_231;

    private static readonly SearchValues<char> FirstCharacters = SearchValues.Create("0123456789jfmasondtwJFMASONDTW");

    /// <summary>
    /// Whether a text can be a date at all: it is long enough, has a digit, and starts with a digit or as the name of a month or a weekday.
    /// </summary>
    public static bool MayBeDate(ReadOnlySpan<char> text) =>
        text.Length >= DateScanner.MinimumLength && FirstCharacters.Contains(text[0]) && text.ContainsAnyInRange('0', '9');

    /// <summary>Parses a date. A time with an offset or a zone is converted to UTC.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The order of day and month.</param>
    /// <param name="date">The date.</param>
    /// <returns>False if the text is not a date.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out DateTime date) => TryParse(text, order, out date, out _);

    /// <summary>Parses a date.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The order of day and month.</param>
    /// <param name="date">The date.</param>
    /// <param name="hasShortYear">Whether the year has two digits.</param>
    /// <returns>False if the text is not a date.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out DateTime date, out bool hasShortYear)
    {
        var scanner = new DateScanner(text.Trim());
        var isDate = scanner.TryReadDate(order, out date) && scanner.TryReadTime(ref date);
        hasShortYear = scanner.HasShortYear;
        return isDate;
    }

    /// <summary>Parses a time of day, such as 9:30, 21:30:15 and 9:30 PM, as one of 1970-01-01.</summary>
    public static bool TryParseTimeOfDay(ReadOnlySpan<char> text, out DateTime date) => new DateScanner(text.Trim()).TryReadTimeOfDay(out date);

    /// <summary>Parses a whole number of nine or more digits as seconds or milliseconds since 1970-01-01.</summary>
    public static bool TryParseEpoch(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        var digits = text.StartsWith('-') ? text[1..] : text;
        return digits.Length is >= MinimumEpochDigits and <= MaximumEpochDigits && !digits.ContainsAnyExceptInRange('0', '9')
            && TryReadEpoch(long.Parse(text, CultureInfo.InvariantCulture), out date);
    }

    /// <summary>
    /// Reads a number: eight digits as year, month and day, such as 20261123; nine or ten digits as seconds since 1970-01-01, as Unix writes
    /// dates; more digits as milliseconds, as pandas and JavaScript write them.
    /// </summary>
    /// <param name="number">The number; negative before 1970.</param>
    /// <param name="date">The date.</param>
    /// <returns>False if the number is none of these, or no date of the years 1 to 9999.</returns>
    public static bool TryReadNumber(double number, out DateTime date)
    {
        date = default;
        if (number is >= FirstCompact and <= LastCompact && double.IsInteger(number))
        {
            Span<char> digits = stackalloc char[CompactLength];
            return ((int)number).TryFormat(digits, out _, provider: CultureInfo.InvariantCulture) && TryParse(digits, DateOrder.DayFirst, out date);
        }

        return Math.Abs(number) >= SmallestSeconds && TryReadEpoch(number, out date);
    }

    /// <summary>Returns the problem of a number that is not a date.</summary>
    public static string ExplainFailure(double number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{number} is not a date: a number must be eight digits such as 20261123, or the seconds or milliseconds since 1970-01-01");

    private static bool TryReadEpoch(double number, out DateTime date)
    {
        var milliseconds = Math.Abs(number) is >= SmallestSeconds and < EndOfSeconds ? 1000 * number : number;

        var exists = milliseconds >= FirstMilliseconds && milliseconds < EndMilliseconds;

        // To the microsecond: a double does not hold the ticks of a date.
        date = exists ? DateTime.UnixEpoch.AddTicks((long)Math.Round(milliseconds * 1000) * TimeSpan.TicksPerMicrosecond) : default;
        return exists;
    }
}
