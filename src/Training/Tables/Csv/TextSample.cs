using System.Text;

namespace LearnML.Training.Tables.Csv;

/// <summary>Reads the start of a file as text, and refuses files that are not text.</summary>
internal static class TextSample
{
    private const int MaximumBytes = 1 << 18;

    private static readonly byte[][] BinarySignatures =
    [
        [0x89, .. "PNG"u8], "%PDF-"u8.ToArray(), "SQLite format 3\0"u8.ToArray(), [0xD0, 0xCF, 0x11, 0xE0],
    ];

    /// <summary>
    /// Parquet files begin and end with these bytes (https://parquet.apache.org/docs/file-format). A CSV file may begin with them too.
    /// </summary>
    private static readonly byte[] ParquetSignature = "PAR1"u8.ToArray();

    /// <summary>Reads the first bytes of a file and detects its encoding.</summary>
    /// <param name="file">The file, as a seekable stream at its start.</param>
    /// <param name="subject">The file's name for error messages, as the start of a sentence.</param>
    /// <param name="knownEncoding">The file's encoding; null: it is detected. A byte order mark wins over it.</param>
    /// <param name="usualEncoding">The encoding to assume if the sample is plain ASCII and fits several encodings.</param>
    /// <returns>The name of the encoding, and the text.</returns>
    /// <exception cref="TableFormatException">The file is empty or not text.</exception>
    public static (string Encoding, string Text) Read(Stream file, string subject, string? knownEncoding, string? usualEncoding = null)
    {
        var bytes = new byte[Math.Min(MaximumBytes, file.Length)];
        file.ReadExactly(bytes);
        if (bytes.Length == 0)
        {
            throw CreateException("it is empty");
        }

        if (ArchiveSignature.DetectKind(bytes) is { } archive)
        {
            throw CreateException(
                $"it is not text but a binary file, an archive ({archive}); unpack it, or export the spreadsheet as CSV, " +
                "and send the CSV file itself");
        }

        if (BinarySignatures.Any(beginning => bytes.AsSpan().StartsWith(beginning))
            || (bytes.AsSpan().StartsWith(ParquetSignature) && EndsWith(file, ParquetSignature)))
        {
            throw CreateException("it is not text but a binary file (a picture, a spreadsheet or a database); export it as CSV");
        }

        var name = CsvEncoding.DetectByteOrderMark(bytes) ?? knownEncoding ?? GuessEncoding(bytes, usualEncoding);
        var text = CsvEncoding.Resolve(name).GetString(bytes).TrimStart('\uFEFF');
        return text.Any(letter => letter < ' ' && letter is not ('\t' or '\r' or '\n' or '\f'))
            ? throw CreateException("it is not text: it contains control characters; export it as CSV")
            : (name, text);

        TableFormatException CreateException(string reason) => new(subject, [new TableProblem(null, null, reason)]);
    }

    private static string GuessEncoding(byte[] bytes, string? usual)
    {
        // UTF-16 without a byte order mark: in mostly Latin text every second byte is zero.
        var (even, odd) = (CountZeros(bytes, 0), CountZeros(bytes, 1));
        if (Math.Max(even, odd) > bytes.Length / 8)
        {
            return odd > even ? "utf-16" : "utf-16BE";
        }

        if (Ascii.IsValid(bytes))
        {
            return usual is CsvEncoding.Latin1 or CsvEncoding.Windows1252 ? usual : "utf-8";
        }

        // Bytes 0x80 to 0x9F are control characters in iso-8859-1, which text does not contain, but letters and signs such as € in windows-1252.
        return IsUtf8(bytes) ? "utf-8" : bytes.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0x9F) ? CsvEncoding.Windows1252 : CsvEncoding.Latin1;
    }

    private static bool EndsWith(Stream file, byte[] ending)
    {
        var end = new byte[ending.Length];
        file.Seek(-ending.Length, SeekOrigin.End);
        file.ReadExactly(end);
        return end.AsSpan().SequenceEqual(ending);
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
