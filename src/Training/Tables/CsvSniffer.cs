using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>Guesses how a CSV file is written from its beginning.</summary>
internal static class CsvSniffer
{
    private const int SampleBytes = 1 << 18;
    private const int SampleRows = 1000;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private static readonly string[] KnownMissingMarks =
        ["NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "?", "-"];

    /// <summary>The format of a file, what the caller knows taken as given.</summary>
    /// <exception cref="TableFormatException">It is empty or no text.</exception>
    public static CsvFormat Sniff(string path, string fileName, CsvOverrides overrides)
    {
        var (encoding, text) = TextSample.Read(path, fileName, SampleBytes, overrides.Encoding);
        var quote = overrides.Quote ?? (text.Contains('"', StringComparison.Ordinal) || !text.Contains('\'', StringComparison.Ordinal) ? '"' : QuoteOf(text));
        var delimiter = overrides.Delimiter ?? Delimiters.MaxBy(candidate => Consistency(Rows(text, candidate, quote)));
        var rows = Rows(text, delimiter, quote);
        var decimalMark = overrides.DecimalMark ?? (delimiter != ',' && HasDecimalCommas(rows) ? ',' : '.');
        var header = overrides.Header ?? HasHeader(rows, decimalMark);
        var fields = rows.Skip(header ? 1 : 0).SelectMany(row => row).ToHashSet(StringComparer.Ordinal);
        return new CsvFormat
        {
            Delimiter = delimiter,
            Quote = quote,
            Header = header,
            Encoding = encoding,
            DecimalMark = decimalMark,
            MissingMarks = overrides.MissingMarks ?? [.. KnownMissingMarks.Where(fields.Contains)],
        };
    }

    /// <summary>An apostrophe is a quote where it begins fields, not where it stands within words.</summary>
    private static char QuoteOf(string text) =>
        Delimiters.Any(delimiter => text.Contains($"{delimiter}'", StringComparison.Ordinal)) ? '\'' : '"';

    /// <summary>The share of rows with the most frequent number of fields, better the more fields those have; 0 for one field.</summary>
    private static double Consistency(List<string[]> rows)
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
        var commas = fields.Count(field => field.Contains(',', StringComparison.Ordinal) && NumberText.TryParse(field, ',', out _));
        var points = fields.Count(field => field.Contains('.', StringComparison.Ordinal) && NumberText.TryParse(field, '.', out _));
        return commas > points;
    }

    /// <summary>A first row of different texts, none of them a number or a date, is one of names.</summary>
    private static bool HasHeader(List<string[]> rows, char decimalMark) =>
        rows.Count > 0
        && rows[0].All(name => name.Length > 0 && !IsValue(name, decimalMark))
        && rows[0].Distinct(StringComparer.Ordinal).Count() == rows[0].Length;

    private static bool IsValue(string field, char decimalMark) =>
        NumberText.TryParse(field, decimalMark, out _) || DateText.TryParse(field, out _);

    /// <summary>The first rows of a text; the last one, perhaps cut, is left out where there are others.</summary>
    private static List<string[]> Rows(string text, char delimiter, char quote)
    {
        var rows = new List<string[]>();
        using var reader = CsvDataReader.Create(new StringReader(text), new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            Quote = quote,
            Escape = quote,
            Comment = '\0',
            BufferSize = SampleBytes,
            MaxBufferSize = 2 * SampleBytes,
            ResultSetMode = ResultSetMode.SingleResult,
        });
        try
        {
            while (rows.Count < SampleRows && reader.Read())
            {
                if (reader.RowFieldCount > 1 || !reader.GetFieldSpan(0).IsEmpty)
                {
                    rows.Add([.. Enumerable.Range(0, reader.RowFieldCount).Select(field => reader.GetFieldSpan(field).ToString())]);
                }
            }
        }
        catch (CsvFormatException)
        {
            // A sample may end within quotes; what is really wrong is found, and said, when the whole file is read.
        }

        return rows;
    }
}
