using System.Text.RegularExpressions;
using LearnML.Contracts;
using LearnML.Training.Tables.Values;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables.Csv;

/// <summary>Detects the format of a CSV file from its first rows.</summary>
internal static partial class CsvSniffer
{
    private const int SampleRows = 1000;

    /// <summary>
    /// Returns the format of a file. Overrides win over detection. The missing marks are candidates: the file may not contain all of them.
    /// </summary>
    /// <param name="path">The file's path.</param>
    /// <param name="fileName">The file's name for error messages.</param>
    /// <param name="overrides">The parts of the format that the caller sets.</param>
    /// <param name="target">The column to predict; null if the caller did not name one.</param>
    /// <param name="maximumColumns">The maximum number of columns.</param>
    /// <exception cref="TableFormatException">The file is empty or not text, or its first row has too many columns.</exception>
    public static CsvFormat Sniff(
        string path, string fileName, CsvOverrides overrides, string? target = null, int maximumColumns = int.MaxValue)
    {
        using var file = File.OpenRead(path);
        var sample = TextSample.Read(file, $"The file {fileName}", overrides.Encoding);
        var text = sample.Text;
        var declared = text is ['s', 'e', 'p', '=', var mark, '\r' or '\n', ..] && CsvFormatReuse.SupportedDelimiters.Contains(mark)
            ? mark
            : (char?)null;
        var body = declared is null ? text : text["sep=;".Length..];
        var quote = overrides.Quote ?? (body.Contains('"', StringComparison.Ordinal) || !ApostropheQuotedField().IsMatch(body) ? '"' : '\'');
        var delimiter = overrides.Delimiter ?? declared
            ?? CsvFormatReuse.SupportedDelimiters.MaxBy(candidate => (ScoreConsistency(ReadRows(body, candidate)), CountTitleLines(candidate) > 0));
        var titleLines = CountTitleLines(delimiter);
        var rows = ReadRows(SkipLines(body, titleLines), delimiter);
        var decimalMark = overrides.DecimalMark ?? (delimiter != ',' && HasDecimalCommas(rows) ? ',' : '.');
        var missingMarks = overrides.MissingMarks ?? MissingMarks.Default;
        return new CsvFormat
        {
            Delimiter = delimiter,
            Quote = quote,
            Header = overrides.Header ?? new HeaderSniffer(decimalMark, missingMarks).HasHeader(rows, target),
            Encoding = sample.Encoding,
            DecimalMark = decimalMark,
            MissingMarks = missingMarks,
            TitleLines = titleLines,
        };

        int CountTitleLines(char delimiter) => declared is null ? TitleLines.Count(body, delimiter, quote) : 0;

        List<string[]> ReadRows(string lines, char delimiter)
        {
            try
            {
                return ReadSampleRows(lines, delimiter, quote, sample.IsWholeFile, maximumColumns);
            }
            catch (FieldLimitException exception)
            {
                throw new TableFormatException($"The file {fileName}", [new TableProblem(1, null, exception.Message)]);
            }
        }
    }

    /// <summary>Returns the decimal separator that most numbers of a file show.</summary>
    public static char ChooseDecimalMark(TextSample sample, char delimiter, char quote) =>
        delimiter != ',' && HasDecimalCommas(ReadSampleRows(sample.Text, delimiter, quote, sample.IsWholeFile, int.MaxValue)) ? ',' : '.';

    private static string SkipLines(string text, int count)
    {
        if (count == 0)
        {
            return text;
        }

        var lines = new StringReader(text);
        for (var line = 0; line < count; line++)
        {
            lines.ReadLine();
        }

        return lines.ReadToEnd();
    }

    /// <summary>Matches an apostrophe as a quote only if it encloses a whole field, not at the start of a word ('tis) or inside one.</summary>
    [GeneratedRegex("(?:^|[,;|\t\n])'(?:[^'\n]|'')*'(?:[,;|\t\r\n]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex ApostropheQuotedField();

    /// <summary>
    /// Scores a delimiter: the share of rows with the most frequent field count, plus a small bonus for more fields; 0 for one field.
    /// </summary>
    private static double ScoreConsistency(List<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var (fields, count) = rows.CountBy(row => row.Length).MaxBy(entry => entry.Value);
        return fields == 1 ? 0 : (double)count / rows.Count + (1e-3 * Math.Min(fields, 100));
    }

    private static bool HasDecimalCommas(List<string[]> rows)
    {
        var fields = rows.SelectMany(row => row).ToArray();
        var commas = fields.Count(field => field.Contains(',', StringComparison.Ordinal) && NumberParser.TryParse(field, ',', out _));
        var points = fields.Count(field => field.Contains('.', StringComparison.Ordinal) && NumberParser.TryParse(field, '.', out _));
        return commas > points;
    }

    /// <summary>Returns the first rows of a text, without empty lines and without a last row that may be cut off.</summary>
    private static List<string[]> ReadSampleRows(string text, char delimiter, char quote, bool isWholeFile, int maximumColumns)
    {
        var rows = new List<string[]>();
        try
        {
            using var reader = CsvReaderFactory.Create(new StringReader(text), delimiter, quote, maximumColumns);
            while (rows.Count < SampleRows && reader.Read())
            {
                string[] row = [.. Enumerable.Range(
                    0, reader.RowFieldCount).Select(field => CsvReaderFactory.GetField(reader, field).ToString())];
                if (row is not [""])
                {
                    rows.Add(row);
                }
            }

            if (!isWholeFile && rows.Count is > 1 and < SampleRows)
            {
                rows.RemoveAt(rows.Count - 1);
            }
        }
        catch (Exception exception) when (exception is CsvFormatException || (exception is FieldLimitException && rows.Count > 0))
        {
            // The sample may end inside quotes. Real errors are reported when the whole file is read.
        }

        return rows;
    }
}
