using System.Text.RegularExpressions;

namespace LearnML.Training.Tables.Columns;

/// <summary>
/// Whether a text looks like a date or a time although it may not be one that is read: 31/02/2026, 12 Kasım 2026, 25:10 or a date with an
/// unknown zone.
/// </summary>
internal static partial class DateLikeness
{
    private const int MaximumLength = 40;

    /// <summary>Whether a text looks like a date or a time.</summary>
    public static bool LooksLikeDate(ReadOnlySpan<char> text) =>
        text.Length is >= 4 and <= MaximumLength && char.IsAsciiDigit(text[0]) && Pattern().IsMatch(text);

    // A year of four digits first or last, two slashes, a day with the word of a month and a year, or hours and minutes.
    [GeneratedRegex(
        @"^((18|19|20|21)\d\d([-/.])\d\d?\3\d\d?\b|\d\d?([-/.])\d\d?\4(18|19|20|21)\d\d\b|\d\d?/\d\d?/\d\d\b"
            + @"|\d\d?[. -]+\p{L}{3,12}[., -]+(\d\d|\d{4})\b|\d\d?:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?$)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
