using LearnML.Training.Tables.Signatures;

namespace LearnML.Training.Tables.Csv;

/// <summary>The start of a file as text.</summary>
/// <param name="Encoding">The name of the file's encoding.</param>
/// <param name="Text">The text.</param>
/// <param name="IsWholeFile">Whether the text is the whole file. Otherwise its last row may be cut off.</param>
internal sealed record TextSample(string Encoding, string Text, bool IsWholeFile)
{
    private const int MaximumBytes = 1 << 18;

    /// <summary>Reads the first bytes of a file and detects its encoding.</summary>
    /// <param name="file">The file, as a seekable stream at its start.</param>
    /// <param name="subject">The file's name for error messages, as the start of a sentence.</param>
    /// <param name="knownEncoding">The file's encoding; null: it is detected. A byte order mark wins over it.</param>
    /// <param name="usualEncoding">The encoding to assume if the sample is plain ASCII and fits several encodings.</param>
    /// <exception cref="TableFormatException">The file is empty or not text.</exception>
    public static TextSample Read(Stream file, string subject, string? knownEncoding, string? usualEncoding = null)
    {
        var bytes = new byte[Math.Min(MaximumBytes, file.Length)];
        file.ReadExactly(bytes);
        if (bytes.Length == 0)
        {
            throw CreateException("it is empty");
        }

        if (BinarySignature.ExplainBinary(bytes, file) is { } reason)
        {
            throw CreateException(reason);
        }

        var encoding = CsvEncoding.DetectByteOrderMark(bytes) ?? knownEncoding ?? EncodingDetector.Detect(bytes, usualEncoding);
        var text = CsvEncoding.GetEncoding(encoding).GetString(bytes).TrimStart('\uFEFF');
        return ControlCharacters.Find(text) >= 0
            ? throw CreateException("it is not text: it contains control characters; export it as CSV")
            : new TextSample(encoding, text, bytes.Length == file.Length);

        TableFormatException CreateException(string reason) => new(subject, [new TableProblem(null, null, reason)]);
    }
}
