using System.Globalization;

namespace LearnML.Training.Tables;

/// <summary>
/// Dates as they are written in tables: ISO 8601 (2026-11-23, 2026-11-23T10:30:00Z, a space for the T), 2026/11/23 and
/// 23.11.2026. Where day and month could be either (11/23/2026) nothing is guessed.
/// </summary>
internal static class DateText
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss",
    ];

    /// <summary>Reads a date as whole minutes since the start of the year 1; one with an offset as UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text.Length < "1.1.2000".Length || !char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        const DateTimeStyles Styles = DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Styles, out var date))
        {
            return false;
        }

        minutes = (int)(date.Ticks / TimeSpan.TicksPerMinute);
        return true;
    }

    /// <summary>The date that so many minutes stand for.</summary>
    public static DateTime ToDate(int minutes) => new(minutes * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
}
