using System.Globalization;
using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>The rows of a CSV file below its header, one after another. Empty lines are none where there are several columns.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvFormat format;
    private readonly string encoding;
    private readonly char quote;
    private readonly CsvDataReader reader;
    private int nextLine = 1;
    private bool firstIsData;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="stream">The file, in which one can seek; it is closed with the rows.</param>
    /// <param name="format">How it is written.</param>
    /// <exception cref="CsvRowException">Its first row is no CSV.</exception>
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
            if (Wrong(exception) is { } wrong)
            {
                throw wrong;
            }

            throw;
        }
    }

    /// <summary>The names in the first row; without a header the columns are known by their place. None if there is no row.</summary>
    public string[] Names { get; }

    /// <summary>The line, from 1, at which the row begins.</summary>
    public int Line { get; private set; }

    /// <summary>How many fields the row has.</summary>
    public int Fields => reader.RowFieldCount;

    /// <summary>A field without the spaces around it; those within quotes belong to it.</summary>
    public ReadOnlySpan<char> this[int field] => CsvFile.Field(reader, field, quote);

    /// <summary>Goes on to the next row; false at the end.</summary>
    /// <exception cref="CsvRowException">It is no CSV.</exception>
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

    /// <summary>Excel writes such a line above the header, to tell the delimiter.</summary>
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
        catch (Exception exception) when (Wrong(exception) is { } wrong)
        {
            throw wrong;
        }

        var text = reader.GetRawRecordSpan();
        nextLine += Math.Max(1, text.Count('\n'));
        return CsvEncoding.IsDamaged(text, encoding) ? throw Damaged() : true;
    }

    private CsvRowException Damaged()
    {
        var field = Enumerable.Range(0, Fields).FirstOrDefault(field => CsvEncoding.IsDamaged(this[field], encoding));
        return new CsvRowException(
            Line, field, $"there are bytes that are no letters in {encoding}; give the file's encoding, often {CsvEncoding.Windows}, or save the file as utf-8");
    }

    private CsvRowException? Wrong(Exception exception) => exception switch
    {
        CsvRecordTooLargeException => new CsvRowException(
            nextLine, null, $"the row has more than {CsvFile.LongestRow} characters: either a quote is never closed, or the file is no CSV"),
        CsvFormatException wrong => new CsvRowException(nextLine, wrong.FieldOrdinal, "a quoted field is never closed, or goes on after its closing quote"),
        _ => null,
    };

    private static string NameOf(int column) => string.Create(CultureInfo.InvariantCulture, $"column{column + 1}");
}
