using System.IO.Compression;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Files;

/// <summary>
/// The rows of one sheet of a workbook. Dates are written in ISO 8601, formulas as their last value. Columns without any value at the right
/// are left out, and rows without any value too.
/// </summary>
internal sealed class ExcelRows : RowSource
{
    /// <summary>The maximum number of cells of a sheet, empty ones included.</summary>
    private const long MaximumCells = 1L << 28;

    /// <summary>
    /// The bytes of memory that one byte of the part with the texts becomes: the library keeps all of them, and the shortest, with 13 bytes, is an
    /// object of 64.
    /// </summary>
    private const int MemoryPerTextByte = 5;

    private const string TextPart = "/sharedStrings.xml";

    private readonly SourceFile file;
    private readonly IExcelDataReader reader;
    private readonly int columnCount;
    private readonly long maximumCells;
    private readonly IDisposable? memory;
    private readonly CancellationToken cancellationToken;

    /// <summary>Opens a workbook.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">The sheet, and the limits. Without a sheet, the first one that is not hidden is read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TableFormatException">The workbook is damaged, or has no such sheet.</exception>
    public ExcelRows(SourceFile file, TableFileOptions options, CancellationToken cancellationToken)
    {
        // A cell of a row that is written takes at least one byte of CSV.
        (this.file, maximumCells, this.cancellationToken) = (file, Math.Min(MaximumCells, options.Limit.Bytes), cancellationToken);
        memory = ReserveMemory(options);
        reader = OpenOrRelease();
        try
        {
            (Sheets, var firstVisible) = Guard(ListSheets);
            Sheet = options.Sheet ?? Sheets[firstVisible];
            if (!Sheets.Contains(Sheet))
            {
                throw CreateException(file, $"it has no sheet '{Sheet}'; the sheets are {string.Join(", ", Sheets.Select(name => $"'{name}'"))}");
            }

            columnCount = Guard(() => CountColumns(options.MaximumColumns));
            ColumnNames = Guard(ReadFirstRow);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The names of the sheets, in the order of the workbook.</summary>
    public IReadOnlyList<string> Sheets { get; }

    /// <summary>The sheet that is read.</summary>
    public string Sheet { get; }

    public override IReadOnlyList<string> ColumnNames { get; }

    public override void WriteRows(CsvTextWriter writer) => Guard(() =>
    {
        while (reader.Read())
        {
            if (FindLastCell() >= 0)
            {
                for (var column = 0; column < columnCount; column++)
                {
                    WriteCell(writer, column);
                }

                writer.EndRow();
            }
        }

        return true;
    });

    public override void Dispose()
    {
        reader.Dispose();
        memory?.Dispose();
    }

    private IExcelDataReader OpenOrRelease()
    {
        try
        {
            return Guard(Open);
        }
        catch
        {
            memory?.Dispose();
            throw;
        }
    }

    private IExcelDataReader Open()
    {
        // The library needs the encodings of old workbooks, even for a new one.
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        var stream = File.OpenRead(file.Path);
        try
        {
            return ExcelReaderFactory.CreateOpenXmlReader(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private IDisposable? ReserveMemory(TableFileOptions options)
    {
        var bytes = Guard(() =>
        {
            using var archive = ZipFile.OpenRead(file.Path);

            // The library takes a backslash for a slash. A part that is stored as it is may state any length, and has the packed one.
            var parts = archive.Entries.Where(part => $"/{part.FullName.Replace('\\', '/')}".EndsWith(TextPart, StringComparison.OrdinalIgnoreCase));
            return checked(MemoryPerTextByte * parts.Sum(part => Math.Max(part.Length, part.CompressedLength)));
        });
        return bytes <= options.MaximumMemory ? options.ReserveMemory?.Invoke(bytes) : throw CreateException(file, FormattableString.Invariant(
            $"its texts take {bytes / 1e6:n0} MB of memory, and at most {options.MaximumMemory / 1e6:n0} MB can be used for them; send it as CSV"));
    }

    private (IReadOnlyList<string> Names, int FirstVisible) ListSheets()
    {
        var names = new List<string>();
        var visible = new List<bool>();
        do
        {
            names.Add(reader.Name);
            visible.Add(reader.VisibleState == "visible");
        }
        while (reader.NextResult());
        return (names, Math.Max(0, visible.IndexOf(true)));
    }

    /// <summary>Counts the columns that have values. A wide row ends the count, because a sheet with one far cell has millions of cells.</summary>
    private int CountColumns(int maximumColumns)
    {
        MoveToSheet();
        var (last, cells) = (-1, 0L);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            last = Math.Max(last, FindLastCell());
            cells += reader.FieldCount;
            if (last >= maximumColumns)
            {
                throw CreateException(file, $"the sheet '{Sheet}' has more than {maximumColumns} columns");
            }

            if (cells > maximumCells)
            {
                throw CreateException(file, $"the sheet '{Sheet}' has more than {maximumCells} cells, empty ones included; "
                    + "delete the empty rows and columns, or export it as CSV");
            }
        }

        return last < 0 ? throw CreateException(file, $"the sheet '{Sheet}' is empty") : last + 1;
    }

    private List<string> ReadFirstRow()
    {
        MoveToSheet();
        while (reader.Read() && FindLastCell() < 0)
        {
            // Rows without any value above the header.
        }

        return [.. Enumerable.Range(0, columnCount).Select(GetText)];
    }

    private void MoveToSheet()
    {
        reader.Reset();
        while (reader.Name != Sheet && reader.NextResult())
        {
            // The sheets before it.
        }
    }

    private int FindLastCell()
    {
        var column = reader.FieldCount - 1;
        while (column >= 0 && reader.GetValue(column) is null or "")
        {
            column--;
        }

        return column;
    }

    private string GetText(int column) => column >= reader.FieldCount ? "" : reader.GetValue(column) switch
    {
        null => "",
        string text => text,
        DateTime time => time.ToString(CsvTextWriter.FormatOf(time), System.Globalization.CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private void WriteCell(CsvTextWriter writer, int column)
    {
        switch (column < reader.FieldCount ? reader.GetValue(column) : null)
        {
            case double number:
                writer.WriteField(number);
                break;
            case bool value:
                writer.WriteField(value ? "true" : "false");
                break;
            default:
                writer.WriteField(GetText(column).AsSpan());
                break;
        }
    }

    /// <summary>Turns what the library throws at a damaged workbook into a message for the user.</summary>
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ExcelReaderException or System.Xml.XmlException or InvalidDataException
            or FormatException or ArgumentException or NullReferenceException or IndexOutOfRangeException or InvalidOperationException
            or KeyNotFoundException or OverflowException or NotSupportedException)
        {
            throw CreateException(
                file, $"the workbook is damaged or protected ({exception.Message.TrimEnd('.')}); save it again, or export it as CSV");
        }
    }
}
