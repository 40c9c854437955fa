using System.Globalization;

namespace LearnML.Training.Tables.Columns;

/// <summary>
/// Parses dates: ISO 8601 (2026-11-23, 2026-11-23T10:30:00Z, or a space for the T), 2026/11/23 and 23.11.2026. Formats in which
/// day and month could be swapped (11/23/2026) are not accepted.
/// </summary>
internal static class DateParser
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss",
    ];

    /// <summary>Parses a date. A time with an offset is converted to UTC.</summary>
    /// <param name="text">The text.</param>
    /// <param name="timestamp">The date, encoded as <see cref="DateColumn.Timestamps"/> describes.</param>
    /// <returns>False if the text is not a date.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out int timestamp)
    {
        timestamp = 0;
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
        timestamp = minutes <= int.MaxValue ? (int)minutes : DateColumn.Missing - (int)(date.Ticks / TimeSpan.TicksPerDay);
        return true;
    }

    /// <summary>Returns the problem of a text that is not a date.</summary>
    public static string ExplainFailure(ReadOnlySpan<char> text) => $"'{text}' is not a date";

    /// <summary>Returns the date of an encoded value, which must not be <see cref="DateColumn.Missing"/>.</summary>
    public static DateTime ToDateTime(int timestamp) => new(
        timestamp < DateColumn.Missing
            ? (DateColumn.Missing - timestamp) * TimeSpan.TicksPerDay : timestamp * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
}
