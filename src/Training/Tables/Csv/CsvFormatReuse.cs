using LearnML.Contracts;

namespace LearnML.Training.Tables.Csv;

/// <summary>Reads a file in a known CSV format: the format of the table that a model was trained on.</summary>
public static class CsvFormatReuse
{
    /// <summary>The supported characters between the fields of a row.</summary>
    public static IReadOnlyList<char> SupportedDelimiters { get; } = [',', ';', '\t', '|'];

    /// <summary>The supported characters around fields.</summary>
    public static IReadOnlyList<char> SupportedQuotes { get; } = ['"', '\''];

    /// <summary>The supported decimal separators of numbers.</summary>
    public static IReadOnlyList<char> SupportedDecimalMarks { get; } = ['.', ','];

    /// <summary>Returns the decimal separator of numbers that have this mark between thousands; null if it is null.</summary>
    public static char? DecimalMarkFor(char? thousands) => thousands is null ? null : thousands == ',' ? '.' : ',';

    /// <summary>The IANA names of the supported encodings.</summary>
    public static IReadOnlyList<string> SupportedEncodings { get; } = ["utf-8", "utf-16", "utf-16BE", CsvEncoding.Latin1, CsvEncoding.Windows1252];

    /// <summary>
    /// Returns the known format, with the encoding and the title lines of this file. If the file has a header whose names another delimiter
    /// separates, it has that delimiter, and its own decimal separator: a table may come from a program with other settings.
    /// </summary>
    /// <param name="content">The file, as a seekable stream at its start. It is reset to its start.</param>
    /// <param name="subject">The file's name for error messages, as the start of a sentence.</param>
    /// <param name="format">The known format.</param>
    /// <param name="columns">The names of the known columns.</param>
    /// <param name="encoding">The file's encoding, one of <see cref="SupportedEncodings"/>; null: it is detected.</param>
    /// <exception cref="TableFormatException">The file is empty or not text.</exception>
    public static CsvFormat AdaptTo(Stream content, string subject, CsvFormat format, IEnumerable<string> columns, string? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(format);
        var sample = TextSample.Read(content, subject, encoding, format.Encoding);
        content.Position = 0;
        var delimiter = format.Header ? FindDelimiter(sample.Text, format, columns) : format.Delimiter;
        return format with
        {
            Encoding = sample.Encoding,
            Delimiter = delimiter,
            DecimalMark = delimiter == format.Delimiter ? format.DecimalMark : CsvSniffer.ChooseDecimalMark(sample, delimiter, format.Quote),
            TitleLines = TitleLines.Count(sample.Text, delimiter, format.Quote),
        };
    }

    /// <summary>Returns the delimiter that separates most of the known names in the header: the known delimiter, unless another finds more.</summary>
    private static char FindDelimiter(string text, CsvFormat format, IEnumerable<string> columns)
    {
        var known = columns.Select(name => name.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return SupportedDelimiters.OrderByDescending(delimiter => delimiter == format.Delimiter).MaxBy(CountNames);

        int CountNames(char delimiter)
        {
            var titles = TitleLines.Count(text, delimiter, format.Quote);
            var lines = new StringReader(text);
            for (var line = 0; line < titles; line++)
            {
                lines.ReadLine();
            }

            return (lines.ReadLine() ?? "").Split(delimiter).Count(name => known.Contains(name.Trim().Trim(format.Quote)));
        }
    }
}
