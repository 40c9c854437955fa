using System.Text;

namespace LearnML.Training.Tables.Csv;

/// <summary>The text encodings of CSV files.</summary>
internal static class CsvEncoding
{
    /// <summary>
    /// Replaces bytes that are invalid in an encoding. It is a Unicode noncharacter (section 23.7), so it does not occur in valid text.
    /// </summary>
    public const char InvalidCharacter = '\uFFFF';

    public const string Latin1 = "iso-8859-1";
    public const string Windows1252 = "windows-1252";

    /// <summary>Returns the encoding with this name. It decodes invalid bytes as <see cref="InvalidCharacter"/>.</summary>
    public static Encoding GetEncoding(string name)
    {
        var replacement = new DecoderReplacementFallback(InvalidCharacter.ToString());
        return name == Windows1252
            ? CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, replacement)!
            : Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, replacement);
    }

    /// <summary>Returns the name of the encoding that the byte order mark indicates, or null if there is no mark.</summary>
    public static string? DetectByteOrderMark(ReadOnlySpan<byte> firstBytes) => firstBytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16BE",
        _ => null,
    };

    /// <summary>
    /// Returns the name of a file's encoding: the one that its byte order mark indicates, otherwise <paramref name="fallback"/>.
    /// The stream's position does not change.
    /// </summary>
    public static string DetectName(Stream stream, string fallback)
    {
        Span<byte> firstBytes = stackalloc byte[3];
        var count = stream.ReadAtLeast(firstBytes, firstBytes.Length, throwOnEndOfStream: false);
        stream.Position -= count;
        return DetectByteOrderMark(firstBytes[..count]) ?? fallback;
    }

    /// <summary>
    /// Whether a decoded text has characters that show a wrong encoding. In iso-8859-1 these are the control characters 0x80 to 0x9F,
    /// where windows-1252 has letters.
    /// </summary>
    public static bool HasInvalidCharacters(ReadOnlySpan<char> text, string encoding) =>
        encoding == Latin1 ? text.ContainsAnyInRange('\u0080', '\u009F') : text.Contains(InvalidCharacter);
}
