using LearnML.Contracts;

namespace LearnML.Training.Tables.Csv;

/// <summary>
/// Reads the rows of a CSV file below its header. While the caller uses a block of rows, another thread reads the next one, so that finding the
/// fields and converting them take place at the same time.
/// </summary>
internal sealed class CsvRowReader : IDisposable
{
    /// <summary>The characters of the first block: rows of a small request, or the first rows of a file, need no other thread.</summary>
    private const int FirstBlockLength = 1 << 15;

    /// <summary>The characters of the other blocks: about a millisecond of work, so that changing blocks costs little.</summary>
    private const int BlockLength = 1 << 17;

    private readonly CsvRecordReader records;
    private CsvRowBlock block = new();
    private Task<CsvRowBlock>? filling;
    private int row = -1;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="stream">The file, as a seekable stream; <see cref="Dispose"/> closes it.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="maximumFields">The maximum number of fields in a row.</param>
    /// <exception cref="CsvRowException">The first row is not valid CSV, or has more fields.</exception>
    public CsvRowReader(Stream stream, CsvFormat format, int maximumFields = int.MaxValue) =>
        records = new CsvRecordReader(stream, format, maximumFields);

    /// <inheritdoc cref="CsvRecordReader.ColumnNames"/>
    public string[] ColumnNames => records.ColumnNames;

    /// <inheritdoc cref="CsvRecordReader.UnnamedColumns"/>
    public IReadOnlyList<int> UnnamedColumns => records.UnnamedColumns;

    /// <inheritdoc cref="CsvRecordReader.TitleTexts"/>
    public IReadOnlyList<string> TitleTexts => records.TitleTexts;

    /// <summary>The line at which the current row begins, from 1. Before the first row, that of the header.</summary>
    public int Line => row < 0 ? records.Line : block.LineOf(row);

    /// <summary>The number of fields in the current row.</summary>
    public int FieldCount => block.FieldCountOf(row);

    /// <summary>The current row as it is in the file.</summary>
    public ReadOnlySpan<char> RawText => block.RawTextOf(row);

    /// <summary>Returns a field of the current row without surrounding spaces.</summary>
    public ReadOnlySpan<char> this[int field] => block.FieldOf(row, field);

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="CsvRowException">The row is not valid CSV, or has too many fields.</exception>
    public bool Read()
    {
        if (++row < block.RowCount)
        {
            return true;
        }

        if (!block.IsLast)
        {
            MoveToNextBlock();
            row = 0;
        }

        return row < block.RowCount || (block.Failure is { } failure ? throw failure : false);
    }

    public void Dispose()
    {
        if (filling is not null)
        {
            Task.WaitAny(filling);
        }

        records.Dispose();
    }

    private void MoveToNextBlock()
    {
        if (block.RowCount == 0)
        {
            block.Fill(records, FirstBlockLength);
            return;
        }

        filling ??= Fill(new CsvRowBlock());
        var next = filling.GetAwaiter().GetResult();
        filling = next.IsLast ? null : Fill(block);
        block = next;
    }

    private Task<CsvRowBlock> Fill(CsvRowBlock next) => Task.Run(() =>
    {
        next.Fill(records, BlockLength);
        return next;
    });
}
