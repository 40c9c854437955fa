using System.Globalization;
using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>Reads the rows of a CSV file below its header. If there are several columns, empty lines are skipped.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvFormat format;
    private readonly string encoding;
    private readonly char quote;
    private readonly CsvDataReader reader;
    private int nextLine = 1;
    private bool firstIsData;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="stream">The file, as a seekable stream; <see cref="Dispose"/> closes it.</param>
    /// <param name="format">The file's format.</param>
    /// <exception cref="CsvRowException">The first row is not valid CSV.</exception>
    public CsvRows(Stream stream, CsvFormat format)
    {
        (this.format, quote) = (format, format.Quote);
        try
        {
            encoding = CsvEncoding.Of(stream, format.Encoding);
            var text = new StreamReader(stream, CsvEncoding.Of(encoding), detectEncodingFromByteOrderMarks: false, CsvFile.BufferSize);
            reader = CsvFile.Open(text, format.Delimiter, format.Quote);
            Names = ReadNames();
        }
        catch (Exception exception)
        {
            stream.Dispose();
            if (Wrong(exception) is { } rowException)
            {
                throw rowException;
            }

            throw;
        }
    }

    /// <summary>The column names in the header; column1, column2, ... without a header; empty if the file has no rows.</summary>
    public string[] Names { get; }

    /// <summary>The line at which the current row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields in the current row.</summary>
    public int Fields => reader.RowFieldCount;

    /// <summary>Returns a field of the current row without surrounding spaces. Spaces inside quotes are kept.</summary>
    public ReadOnlySpan<char> this[int field] => CsvFile.Field(reader, field, quote);

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="CsvRowException">The row is not valid CSV.</exception>
    public bool Read()
    {
        if (firstIsData)
        {
            firstIsData = false;
            return true;
        }

        while (ReadAny())
        {
            if (Names.Length <= 1 || !IsBlank)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => reader.Dispose();

    private bool IsBlank => Fields == 1 && this[0].IsEmpty;

    /// <summary>Whether this is the line "sep=;", which Excel writes above the header to declare the delimiter.</summary>
    private bool IsDelimiterLine => Line == 1 && reader.GetRawRecordSpan().TrimEnd() is ['s', 'e', 'p', '=', _];

    private string[] ReadNames()
    {
        while (ReadAny())
        {
            if (!IsBlank && !IsDelimiterLine)
            {
                firstIsData = !format.Header;
                return [.. Enumerable.Range(0, Fields).Select(field => format.Header ? this[field].Trim().ToString() : NameOf(field))];
            }
        }

        return [];
    }

    private bool ReadAny()
    {
        Line = nextLine;
        try
        {
            if (!reader.Read())
            {
                return false;
            }
        }
        catch (Exception exception) when (Wrong(exception) is { } rowException)
        {
            throw rowException;
        }

        var text = reader.GetRawRecordSpan();
        nextLine += Math.Max(1, text.Count('\n'));
        return CsvEncoding.IsDamaged(text, encoding) ? throw Damaged() : true;
    }

    private CsvRowException Damaged()
    {
        var field = Enumerable.Range(0, Fields).FirstOrDefault(field => CsvEncoding.IsDamaged(this[field], encoding));
        return new CsvRowException(
            Line,
            field,
            $"some bytes are not valid text in {encoding}; set the file's encoding (often {CsvEncoding.Windows}), or save the file as utf-8");
    }

    private CsvRowException? Wrong(Exception exception) => exception switch
    {
        CsvRecordTooLargeException => new CsvRowException(
            nextLine, null, $"the row has more than {CsvFile.LongestRow} characters: either a quote is never closed, or the file is not CSV"),
        CsvFormatException invalid => new CsvRowException(
            nextLine, invalid.FieldOrdinal, "a quoted field is never closed, or text follows its closing quote"),
        _ => null,
    };

    private static string NameOf(int column) => string.Create(CultureInfo.InvariantCulture, $"column{column + 1}");
}
