using System.Globalization;
using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables.Csv;

/// <summary>Reads the rows of a CSV file below its header, one after another. If there are several columns, empty lines are skipped.</summary>
internal sealed class CsvRecordReader : IDisposable
{
    private const int MaximumTitleLength = 60;

    private readonly CsvFormat format;
    private readonly string encoding;
    private readonly int maximumFields;
    private readonly CsvDataReader reader;
    private int nextLine = 1;
    private readonly List<string> titleTexts = [];
    private bool isFirstRowPending;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="stream">The file, as a seekable stream; <see cref="Dispose"/> closes it.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="maximumFields">The maximum number of fields in a row.</param>
    /// <exception cref="CsvRowException">The first row is not valid CSV, or has more fields.</exception>
    public CsvRecordReader(Stream stream, CsvFormat format, int maximumFields = int.MaxValue)
    {
        (this.format, this.maximumFields) = (format, maximumFields);
        try
        {
            encoding = CsvEncoding.DetectName(stream, format.Encoding);
            var text = new StreamReader(
                stream, CsvEncoding.GetEncoding(encoding), detectEncodingFromByteOrderMarks: false, CsvReaderFactory.BufferSize);
            SkipTitle(text);
            reader = CsvReaderFactory.Create(text, format.Delimiter, format.Quote, maximumFields);
            ColumnNames = ReadColumnNames();
        }
        catch (Exception exception)
        {
            stream.Dispose();
            if (ToRowException(exception) is { } rowException)
            {
                throw rowException;
            }

            throw;
        }
    }

    /// <summary>
    /// The column names in the header; column1, column2, ... for columns without a name and without a header; empty if the file has no rows.
    /// </summary>
    public string[] ColumnNames { get; }

    /// <summary>The columns that have no name although there is a header.</summary>
    public IReadOnlyList<int> UnnamedColumns { get; private set; } = [];

    /// <summary>The lines above the header or the first row that are not empty, each at most 60 characters long.</summary>
    public IReadOnlyList<string> TitleTexts => titleTexts;

    /// <summary>The line at which the current row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields in the current row.</summary>
    public int FieldCount => reader.RowFieldCount;

    /// <summary>The current row as it is in the file.</summary>
    public ReadOnlySpan<char> RawText => reader.GetRawRecordSpan();

    /// <summary>Returns a field of the current row without surrounding spaces.</summary>
    public ReadOnlySpan<char> this[int field] => CsvReaderFactory.GetField(reader, field);

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="CsvRowException">The row is not valid CSV, or has too many fields.</exception>
    public bool Read()
    {
        if (isFirstRowPending)
        {
            isFirstRowPending = false;
            return true;
        }

        while (ReadRecord())
        {
            if (ColumnNames.Length <= 1 || !IsBlank)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => reader.Dispose();

    private bool IsBlank => FieldCount == 1 && this[0].IsEmpty;

    /// <summary>Whether this is the line "sep=;", which Excel writes above the header to declare the delimiter.</summary>
    private bool IsDelimiterLine => Line == 1 && reader.GetRawRecordSpan().TrimEnd() is ['s', 'e', 'p', '=', _];

    private string[] ReadColumnNames()
    {
        while (ReadRecord())
        {
            if (!IsBlank && !IsDelimiterLine)
            {
                isFirstRowPending = !format.Header;
                return ReadNames();
            }
        }

        return [];
    }

    private string[] ReadNames()
    {
        var names = new string[FieldCount];
        for (var field = 0; field < names.Length; field++)
        {
            names[field] = format.Header ? this[field].Trim().ToString() : GetDefaultName(field);
        }

        UnnamedColumns = [.. Enumerable.Range(0, names.Length).Where(field => names[field].Length == 0)];
        foreach (var field in UnnamedColumns)
        {
            names[field] = GetDefaultName(field);
        }

        return names;
    }

    private void SkipTitle(StreamReader text)
    {
        for (; nextLine <= format.TitleLines; nextLine++)
        {
            if (text.ReadLine()?.Trim() is { Length: > 0 } line)
            {
                titleTexts.Add(line.Length > MaximumTitleLength ? line[..MaximumTitleLength] + "..." : line);
            }
        }
    }

    private bool ReadRecord()
    {
        Line = nextLine;
        try
        {
            if (!reader.Read())
            {
                return false;
            }
        }
        catch (Exception exception) when (ToRowException(exception) is { } rowException)
        {
            throw rowException;
        }

        var text = reader.GetRawRecordSpan();
        nextLine += Math.Max(1, text.Count('\n'));
        if (FieldCount > maximumFields)
        {
            throw new CsvRowException(Line, null, string.Create(
                CultureInfo.InvariantCulture, $"it has {FieldCount} columns; at most {maximumFields} can be read"));
        }

        return CsvEncoding.HasInvalidCharacters(text, encoding) ? throw CreateEncodingException()
            : ControlCharacters.Find(text) is >= 0 and var control ? throw CreateControlCharacterException(text[control])
            : true;
    }

    private CsvRowException CreateControlCharacterException(char control)
    {
        var field = Enumerable.Range(0, FieldCount).Select(field => (int?)field)
            .FirstOrDefault(field => reader.GetFieldSpan(field!.Value).Contains(control));
        return new CsvRowException(Line, field, string.Create(
            CultureInfo.InvariantCulture, $"it has the control character U+{(int)control:X4}; remove such characters"));
    }

    private CsvRowException CreateEncodingException()
    {
        var field = Enumerable.Range(0, FieldCount).FirstOrDefault(field => CsvEncoding.HasInvalidCharacters(this[field], encoding));
        return new CsvRowException(
            Line,
            field,
            $"some bytes are not valid text in {encoding}; set the file's encoding (often {CsvEncoding.Windows1252}), or save the file as utf-8");
    }

    private CsvRowException? ToRowException(Exception exception) => exception switch
    {
        FieldLimitException => new CsvRowException(nextLine, null, exception.Message),
        CsvRecordTooLargeException => new CsvRowException(
            nextLine, null,
            $"the row has more than {CsvReaderFactory.MaximumRowLength} characters: either a quote is never closed, or the file is not CSV"),
        CsvFormatException invalid => new CsvRowException(
            nextLine, invalid.FieldOrdinal, "a quoted field is never closed, or text follows its closing quote"),
        _ => null,
    };

    private static string GetDefaultName(int column) => string.Create(CultureInfo.InvariantCulture, $"column{column + 1}");
}
