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

    private static readonly SearchValues<char> FirstCharacters = SearchValues.Create("0123456789jfmasondtwJFMASONDTW");

    /// <summary>
    /// Whether a text can be a date at all: it is long enough, has a digit, and starts with a digit or as the name of a month or a weekday.
    /// </summary>
    public static bool MayBeDate(ReadOnlySpan<char> text) =>
        text.Length >= DateScanner.MinimumLength && FirstCharacters.Contains(text[0]) && text.ContainsAnyInRange('0', '9');

    /// <summary>Parses a date. A time with an offset or a zone is converted to UTC.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The order of day and month.</param>
    /// <param name="timestamp">The date, encoded as <see cref="DateColumn.Timestamps"/> describes.</param>
    /// <returns>False if the text is not a date.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out int timestamp) => TryParse(text, order, out timestamp, out _);

    /// <summary>Parses a date.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The order of day and month.</param>
    /// <param name="timestamp">The date, encoded as <see cref="DateColumn.Timestamps"/> describes.</param>
    /// <param name="hasShortYear">Whether the year has two digits.</param>
    /// <returns>False if the text is not a date.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out int timestamp, out bool hasShortYear)
    {
        timestamp = 0;
        var scanner = new DateScanner(text.Trim());
        var isDate = scanner.TryReadDate(order, out var date) && scanner.TryReadTime(ref date) && TryEncode(date.Ticks, out timestamp);
        hasShortYear = scanner.HasShortYear;
        return isDate;
    }

    /// <summary>Parses a time of day, such as 9:30, 21:30:15 and 9:30 PM, as one of 1970-01-01.</summary>
    public static bool TryParseTimeOfDay(ReadOnlySpan<char> text, out int timestamp)
    {
        timestamp = 0;
        return new DateScanner(text.Trim()).TryReadTimeOfDay(out var time) && TryEncode(time.Ticks, out timestamp);
    }

    /// <summary>Parses a whole number of nine or more digits as seconds or milliseconds since 1970-01-01.</summary>
    public static bool TryParseEpoch(ReadOnlySpan<char> text, out int timestamp)
    {
        timestamp = 0;
        var digits = text.StartsWith('-') ? text[1..] : text;
        return digits.Length is >= MinimumEpochDigits and <= MaximumEpochDigits && !digits.ContainsAnyExceptInRange('0', '9')
            && TryReadEpoch(long.Parse(text, CultureInfo.InvariantCulture), out timestamp);
    }

    /// <summary>
    /// Reads a number as milliseconds since 1970-01-01, as pandas and JavaScript write dates; a number of nine or ten digits as seconds, as
    /// Unix writes them.
    /// </summary>
    /// <param name="number">The number; negative before 1970.</param>
    /// <param name="timestamp">The date, encoded as <see cref="DateColumn.Timestamps"/> describes.</param>
    /// <returns>False if the date is not between the years 1 and 9999.</returns>
    public static bool TryReadEpoch(double number, out int timestamp)
    {
        timestamp = 0;
        var milliseconds = Math.Abs(number) is >= SmallestSeconds and < EndOfSeconds ? 1000 * number : number;

        // As a double, the last tick of the year 9999 is the first one of the year 10000, which does not fit.
        var ticks = (milliseconds * TimeSpan.TicksPerMillisecond) + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks < DateTime.MaxValue.Ticks && TryEncode((long)ticks, out timestamp);
    }

    /// <summary>Returns the problem of a number that is not a date.</summary>
    public static string ExplainFailure(double number) => string.Create(
        CultureInfo.InvariantCulture, $"{number} is not a date: a number must be the seconds or milliseconds since 1970-01-01");

    /// <summary>Returns the date of an encoded value, which must not be <see cref="DateColumn.Missing"/>.</summary>
    public static DateTime ToDateTime(int timestamp) => new(
        timestamp < DateColumn.Missing
            ? (DateColumn.Missing - timestamp) * TimeSpan.TicksPerDay : timestamp * TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    private static bool TryEncode(long ticks, out int timestamp)
    {
        var minutes = ticks / TimeSpan.TicksPerMinute;
        timestamp = minutes <= int.MaxValue ? (int)minutes : DateColumn.Missing - (int)(ticks / TimeSpan.TicksPerDay);
        return true;
    }
}
