using System.Text;

namespace LearnML.Training.Tables;

/// <summary>The beginning of a file as text.</summary>
internal static class TextSample
{
    private const int MostBytes = 1 << 18;

    private static readonly byte[][] BinaryBeginnings =
    [
        [0x89, .. "PNG"u8], "%PDF-"u8.ToArray(), "SQLite format 3\0"u8.ToArray(), [0xD0, 0xCF, 0x11, 0xE0],
    ];

    /// <summary>Parquet files begin and end so (https://parquet.apache.org/docs/file-format); a CSV file may begin so too.</summary>
    private static readonly byte[] Parquet = "PAR1"u8.ToArray();

    /// <summary>Reads the first bytes of a file, in which one can seek.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <param name="subject">What it is called, as the beginning of a sentence.</param>
    /// <param name="knownEncoding">Its encoding; null leaves it to be found out.</param>
    /// <param name="usualEncoding">The encoding of such files, for one whose beginning reads alike in several.</param>
    /// <returns>The encoding's name, and the text.</returns>
    /// <exception cref="TableFormatException">It is empty or no text.</exception>
    public static (string Encoding, string Text) Read(Stream file, string subject, string? knownEncoding, string? usualEncoding = null)
    {
        var bytes = new byte[Math.Min(MostBytes, file.Length)];
        file.ReadExactly(bytes);
        if (bytes.Length == 0)
        {
            throw Wrong("it is empty");
        }

        if (ArchiveFile.KindOf(bytes) is { } archive)
        {
            throw Wrong($"it is no text but a binary file, an archive ({archive}); unpack it, or export as CSV what it is a spreadsheet of, and send the CSV file itself");
        }

        if (BinaryBeginnings.Any(beginning => bytes.AsSpan().StartsWith(beginning)) || (bytes.AsSpan().StartsWith(Parquet) && EndsWith(file, Parquet)))
        {
            throw Wrong("it is no text but a binary file (a picture, a spreadsheet, a database); export it as CSV");
        }

        var name = CsvEncoding.OfMark(bytes) ?? knownEncoding ?? Guess(bytes, usualEncoding);
        var text = CsvEncoding.Of(name).GetString(bytes).TrimStart('\uFEFF');
        return text.Any(letter => letter < ' ' && letter is not ('\t' or '\r' or '\n' or '\f'))
            ? throw Wrong("it is no text: it holds control characters; export it as CSV")
            : (name, text);

        TableFormatException Wrong(string reason) => new(subject, [new TableProblem(null, null, reason)]);
    }

    private static string Guess(byte[] bytes, string? usual)
    {
        // Without a mark, UTF-16 of mostly Latin letters shows by its zeros.
        var (even, odd) = (Zeros(bytes, 0), Zeros(bytes, 1));
        if (Math.Max(even, odd) > bytes.Length / 8)
        {
            return odd > even ? "utf-16" : "utf-16BE";
        }

        if (Ascii.IsValid(bytes))
        {
            return usual is CsvEncoding.Latin1 or CsvEncoding.Windows ? usual : "utf-8";
        }

        // Where iso-8859-1 has control characters, which no text holds, windows-1252 has letters such as the euro sign.
        return IsUtf8(bytes) ? "utf-8" : bytes.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0x9F) ? CsvEncoding.Windows : CsvEncoding.Latin1;
    }

    private static bool EndsWith(Stream file, byte[] ending)
    {
        var end = new byte[ending.Length];
        file.Seek(-ending.Length, SeekOrigin.End);
        file.ReadExactly(end);
        return end.AsSpan().SequenceEqual(ending);
    }

    private static int Zeros(byte[] bytes, int start)
    {
        var zeros = 0;
        for (var index = start; index < bytes.Length; index += 2)
        {
            zeros += bytes[index] == 0 ? 1 : 0;
        }

        return zeros;
    }

    /// <summary>Whether bytes are UTF-8, but perhaps for a letter that is cut at their end.</summary>
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
