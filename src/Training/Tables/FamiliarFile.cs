using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>A file that should be written as another one is: as the table that a model learned from.</summary>
public static class FamiliarFile
{
    /// <summary>The encodings that a file can be in, by their IANA names.</summary>
    public static IReadOnlyList<string> Encodings { get; } = ["utf-8", "utf-16", "utf-16BE", CsvEncoding.Latin1, CsvEncoding.Windows];

    /// <summary>How to read a file: as the other, but in the encoding that it has itself.</summary>
    /// <param name="content">The file, at its start, to which it is set back.</param>
    /// <param name="subject">What it is called, as the beginning of a sentence.</param>
    /// <param name="format">How the other is written.</param>
    /// <param name="encoding">Its encoding, one of <see cref="Encodings"/>; null leaves it to be found out.</param>
    /// <exception cref="TableFormatException">It is empty or no text.</exception>
    public static CsvFormat FormatOf(Stream content, string subject, CsvFormat format, string? encoding)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(format);
        var (own, _) = TextSample.Read(content, subject, encoding, format.Encoding);
        content.Position = 0;
        return format with { Encoding = own };
    }
}
