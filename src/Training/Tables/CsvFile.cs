using System.Globalization;
using System.Text;
using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>Opens CSV files as their format says.</summary>
internal static class CsvFile
{
    /// <summary>The most characters of a row; a longer one is a mistake, and would be held in memory.</summary>
    public const int LongestRow = 1 << 24;

    private const int BufferSize = 1 << 16;

    /// <summary>A reader of all rows, the header being the first.</summary>
    public static CsvDataReader Open(string path, CsvFormat format) => Open(File.OpenRead(path), format);

    /// <summary>A reader of all rows, the header being the first.</summary>
    public static CsvDataReader Open(Stream stream, CsvFormat format) => CsvDataReader.Create(
        new StreamReader(stream, Encoding.GetEncoding(format.Encoding), detectEncodingFromByteOrderMarks: true, BufferSize),
        new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = format.Delimiter,
            Quote = format.Quote,
            Escape = format.Quote,
            Comment = '\0',
            BufferSize = BufferSize,
            MaxBufferSize = LongestRow,
            ResultSetMode = ResultSetMode.SingleResult,
        });

    /// <summary>The names in the first row, which is read; without a header the columns are known by their place. None if there is no row.</summary>
    public static string[] ReadNames(CsvDataReader reader, CsvFormat format)
    {
        while (reader.Read())
        {
            if (reader.RowFieldCount > 1 || !reader.GetFieldSpan(0).IsEmpty)
            {
                return [.. Enumerable.Range(0, reader.RowFieldCount)
                    .Select(field => format.Header ? reader.GetFieldSpan(field).Trim().ToString() : NameOf(field))];
            }
        }

        return [];
    }

    /// <summary>Whether a row is an empty line, which is none where there are several columns.</summary>
    public static bool IsBlank(CsvDataReader reader, int columns) => columns > 1 && reader.RowFieldCount == 1 && reader.GetFieldSpan(0).IsEmpty;

    /// <summary>The line, from 1, at which a row, from 1 and with the header, begins.</summary>
    public static int LineOf(string path, CsvFormat format, int row)
    {
        using var reader = Open(path, format);
        var line = 1;
        try
        {
            while (reader.RowNumber < row - 1 && reader.Read())
            {
                line++;
                for (var field = 0; field < reader.RowFieldCount; field++)
                {
                    line += reader.GetFieldSpan(field).Count('\n');
                }
            }
        }
        catch (CsvFormatException)
        {
            // The row that is asked for cannot be read; where it begins is known.
        }

        return line;
    }

    private static string NameOf(int column) => string.Create(CultureInfo.InvariantCulture, $"column{column + 1}");
}
