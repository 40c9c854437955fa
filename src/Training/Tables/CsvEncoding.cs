using System.Text;

namespace LearnML.Training.Tables;

/// <summary>The text encodings of CSV files.</summary>
internal static class CsvEncoding
{
    /// <summary>
    /// Replaces bytes that are invalid in an encoding. It is a Unicode noncharacter (section 23.7), so it does not occur in valid text.
    /// </summary>
    public const char Damaged = '\uFFFF';

    public const string Latin1 = "iso-8859-1";
    public const string Windows = "windows-1252";

    /// <summary>Returns the encoding with this name. It decodes invalid bytes as <see cref="Damaged"/>.</summary>
    public static Encoding Of(string name)
    {
        var replacement = new DecoderReplacementFallback(Damaged.ToString());
        return name == Windows
            ? CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, replacement)!
            : Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, replacement);
    }

    /// <summary>Returns the name of the encoding that the byte order mark indicates, or null if there is no mark.</summary>
    public static string? OfMark(ReadOnlySpan<byte> beginning) => beginning switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16BE",
        _ => null,
    };

    /// <summary>
    /// Returns the name of a file's encoding: the one that its byte order mark indicates, otherwise <paramref name="known"/>.
    /// The stream's position does not change.
    /// </summary>
    public static string Of(Stream stream, string known)
    {
        Span<byte> beginning = stackalloc byte[3];
        var count = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        stream.Position -= count;
        return OfMark(beginning[..count]) ?? known;
    }

    /// <summary>
    /// Whether a decoded text has characters that show a wrong encoding. In iso-8859-1 these are the control characters 0x80 to 0x9F,
    /// where windows-1252 has letters.
    /// </summary>
    public static bool IsDamaged(ReadOnlySpan<char> text, string encoding) =>
        encoding == Latin1 ? text.ContainsAnyInRange('\u0080', '\u009F') : text.Contains(Damaged);
}
