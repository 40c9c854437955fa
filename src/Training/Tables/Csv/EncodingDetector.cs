using System.Text;

namespace LearnML.Training.Tables.Csv;

/// <summary>Detects the encoding of a text without a byte order mark.</summary>
internal static class EncodingDetector
{
    /// <summary>As many zeros do not make a small file UTF-16.</summary>
    private const int MaximumStrayZeros = 4;

    /// <summary>Returns the name of the encoding that fits the text best.</summary>
    /// <param name="bytes">The start of the text.</param>
    /// <param name="usualEncoding">The encoding to assume if the text is plain ASCII and fits several encodings.</param>
    public static string Detect(byte[] bytes, string? usualEncoding)
    {
        // UTF-16 without a byte order mark: in mostly Latin text every second byte is zero.
        var (even, odd) = (CountZeros(bytes, 0), CountZeros(bytes, 1));
        if (Math.Max(even, odd) > Math.Max(bytes.Length / 8, MaximumStrayZeros))
        {
            return odd > even ? "utf-16" : "utf-16BE";
        }

        if (Ascii.IsValid(bytes))
        {
            return usualEncoding is CsvEncoding.Latin1 or CsvEncoding.Windows1252 ? usualEncoding : "utf-8";
        }

        // Bytes 0x80 to 0x9F are control characters in iso-8859-1, which text does not contain, but letters and signs such as € in windows-1252.
        return IsUtf8(bytes) ? "utf-8" : bytes.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0x9F) ? CsvEncoding.Windows1252 : CsvEncoding.Latin1;
    }

    private static int CountZeros(byte[] bytes, int start)
    {
        var zeros = 0;
        for (var index = start; index < bytes.Length; index += 2)
        {
            zeros += bytes[index] == 0 ? 1 : 0;
        }

        return zeros;
    }

    /// <summary>Whether the bytes are valid UTF-8. The last character may be cut off.</summary>
    private static bool IsUtf8(byte[] bytes)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            strict.GetDecoder().GetCharCount(bytes, flush: false);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
