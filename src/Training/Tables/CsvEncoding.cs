using System.Text;

namespace LearnML.Training.Tables;

/// <summary>The encodings that CSV files come in.</summary>
internal static class CsvEncoding
{
    /// <summary>Stands for bytes that are no text in an encoding. No text holds it: it is one of Unicode's noncharacters (section 23.7).</summary>
    public const char Damaged = '\uFFFF';

    public const string Latin1 = "iso-8859-1";
    public const string Windows = "windows-1252";

    /// <summary>The encoding of a name; what it cannot read becomes <see cref="Damaged"/>.</summary>
    public static Encoding Of(string name)
    {
        var damaged = new DecoderReplacementFallback(Damaged.ToString());
        return name == Windows
            ? CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, damaged)!
            : Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, damaged);
    }

    /// <summary>The name of the encoding that a byte order mark tells; null where there is none.</summary>
    public static string? OfMark(ReadOnlySpan<byte> beginning) => beginning switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16BE",
        _ => null,
    };

    /// <summary>The encoding's name of a file that is read from its start: what its mark tells, else what is known of it.</summary>
    public static string Of(Stream stream, string known)
    {
        Span<byte> beginning = stackalloc byte[3];
        var count = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        stream.Position -= count;
        return OfMark(beginning[..count]) ?? known;
    }

    /// <summary>Whether a text holds what its encoding has no letter for: in iso-8859-1 that is what windows-1252 has letters for.</summary>
    public static bool IsDamaged(ReadOnlySpan<char> text, string encoding) =>
        encoding == Latin1 ? text.ContainsAnyInRange('\u0080', '\u009F') : text.Contains(Damaged);
}
