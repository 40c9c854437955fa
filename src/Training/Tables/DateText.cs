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

    /// <summary>Reads a date as <see cref="DateColumn.Moments"/> has it; one with an offset as UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out int moment)
    {
        moment = 0;
        if (text.Length < "1.1.2000".Length || !char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        const DateTimeStyles Styles = DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Styles, out var date))
        {
            return false;
        }

        var minutes = date.Ticks / TimeSpan.TicksPerMinute;
        moment = minutes <= int.MaxValue ? (int)minutes : DateColumn.Missing - (int)(date.Ticks / TimeSpan.TicksPerDay);
        return true;
    }

    /// <summary>The date that a moment, which is not missing, stands for.</summary>
    public static DateTime ToDate(int moment) => new(
        moment < DateColumn.Missing ? (DateColumn.Missing - moment) * TimeSpan.TicksPerDay : moment * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
}
