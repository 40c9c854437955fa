using System.Globalization;
using LearnML.Training.Tables.Csv;
using Parquet;
using Parquet.Schema;

namespace LearnML.Training.Tables.Files;

/// <summary>The rows of a Parquet file. One row group at a time is in memory.</summary>
internal sealed class ParquetRows : RowSource
{
    /// <summary>The maximum number of cells of a row group: some 2 GB in memory.</summary>
    private const long MaximumGroupCells = 1L << 27;

    private readonly SourceFile file;
    private readonly CancellationToken cancellationToken;
    private readonly ParquetReader reader;
    private readonly List<ParquetColumn> columns = [];
    private readonly double[][] unpackedBytes;
    private readonly IDisposable? memory;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TableFormatException">The file is damaged or too large, or has columns whose values are no cells of a table.</exception>
    public ParquetRows(SourceFile file, TableFileOptions options, CancellationToken cancellationToken)
    {
        (this.file, this.cancellationToken) = (file, cancellationToken);
        CheckFooter();
        reader = Guard(OpenAsync);
        try
        {
            var fields = reader.Schema.Fields;
            unpackedBytes = Guard(() => Task.FromResult(CountUnpackedBytes()));
            CheckSize(fields.Count, options);
            ColumnNames = [.. fields.Select(field => field.Name)];
            AddColumns(fields);
            memory = ReserveMemory(options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override IReadOnlyList<string> ColumnNames { get; }

    public override void WriteRows(CsvTextWriter writer) => Guard(async () =>
    {
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            using var group = reader.OpenRowGroupReader(index);
            foreach (var (position, column) in columns.Index())
            {
                await ReadColumnAsync(column, ColumnNames[position], group);
            }

            for (var row = 0; row < group.RowCount; row++)
            {
                foreach (var column in columns)
                {
                    column.Write(writer, row);
                }

                writer.EndRow();
            }
        }

        return true;
    });

    public override void Dispose()
    {
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        memory?.Dispose();
    }

    private async Task<ParquetReader> OpenAsync()
    {
        var stream = File.OpenRead(file.Path);
        try
        {
            return await ParquetReader.CreateAsync(
                stream, new ParquetOptions { UseDateOnlyTypeForDates = true }, leaveStreamOpen: false, cancellationToken);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Checks the length of the footer, which stands before the last four bytes, because the library reserves memory for it.</summary>
    private void CheckFooter()
    {
        using var stream = File.OpenRead(file.Path);
        using var bytes = new BinaryReader(stream);
        stream.Seek(-2 * sizeof(int), SeekOrigin.End);
        if (bytes.ReadInt32() is var length && (length <= 0 || length > stream.Length))
        {
            throw CreateException(file, "the Parquet file is damaged: its footer is longer than the file");
        }
    }

    private void CheckSize(int columnCount, TableFileOptions options)
    {
        if (columnCount > options.MaximumColumns)
        {
            throw CreateException(file, string.Create(
                CultureInfo.InvariantCulture, $"it has {columnCount} columns; at most {options.MaximumColumns} can be read"));
        }

        var rows = reader.RowGroups.Select(group => group.RowCount).ToArray();
        if (rows.Any(count => count < 0 || count * (double)columnCount > MaximumGroupCells))
        {
            throw CreateException(file, string.Create(CultureInfo.InvariantCulture,
                $"a row group has more than {MaximumGroupCells} cells; write it with smaller row groups, for example of 100,000 rows"));
        }

        // Every cell takes at least one byte of CSV. All values of a row group are in memory together.
        if (rows.Sum(count => count * (double)columnCount) > options.Limit.Bytes
            || unpackedBytes.Any(group => group.Sum() > options.Limit.Bytes))
        {
            throw CreateException(file, $"as CSV it has more than {options.Limit}");
        }
    }

    /// <summary>Returns the unpacked bytes of each column of each row group.</summary>
    private double[][] CountUnpackedBytes()
    {
        using var stream = new BufferedStream(File.OpenRead(file.Path), bufferSize: 256);
        var pages = new ParquetPages(stream);
        return [.. reader.RowGroups.Select(group => group.RowGroup.Columns.Select(column => column.MetaData is { } data
            ? pages.CountUnpackedBytes(Math.Min(data.DictionaryPageOffset is > 0 and { } first ? first : data.DataPageOffset, data.DataPageOffset),
                data.NumValues)
            : 0).ToArray())];
    }

    private void AddColumns(IReadOnlyList<Field> fields)
    {
        var problems = new TableProblemCollector(file.Name);
        foreach (var field in fields)
        {
            if (field is DataField data && ParquetColumn.Create(data) is { } column)
            {
                columns.Add(column);
            }
            else
            {
                problems.Add(null, field.Name,
                    "its values are lists, maps, structures or bytes; "
                        + "write it as one or more columns of numbers, texts, dates or booleans, or leave it out");
            }
        }

        problems.ThrowIfAny();
    }

    /// <summary>Reserves memory for the largest row group.</summary>
    private IDisposable? ReserveMemory(TableFileOptions options)
    {
        var bytes = reader.RowGroups.Zip(unpackedBytes, CountMemoryBytes).DefaultIfEmpty(0).Max();
        return bytes <= options.MaximumMemory ? options.ReserveMemory?.Invoke((long)bytes) : throw CreateException(file, string.Create(
            CultureInfo.InvariantCulture,
            $"a row group takes {bytes / 1e6:n0} MB of memory, and at most {options.MaximumMemory / 1e6:n0} MB can be used for it; " +
            $"write it with smaller row groups, for example of 100,000 rows"));
    }

    /// <summary>
    /// Returns the memory that a row group takes: the values of all columns with the characters of texts, and the packed and unpacked bytes of the
    /// largest column, because columns are unpacked one by one.
    /// </summary>
    private double CountMemoryBytes(ParquetRowGroupReader group, double[] unpacked)
    {
        var values = columns.Sum(column => (double)column.ValueBytes) * group.RowCount;
        var characters = columns.Zip(unpacked).Sum(column => column.First.IsText ? sizeof(char) * column.Second : 0);
        return values + characters + (2 * unpacked.DefaultIfEmpty(0).Max());
    }

    private async Task ReadColumnAsync(ParquetColumn column, string name, ParquetRowGroupReader group)
    {
        try
        {
            await column.ReadAsync(group, cancellationToken);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw CreateException(
                file, "the values are damaged, or encoded in a way that cannot be read; write the file with data pages of version 1", null, name);
        }
    }

    private static bool IsFailure(Exception exception) =>
        exception is not (TableFormatException or OperationCanceledException or OutOfMemoryException);

    /// <summary>Turns what the library throws at a damaged file into a message for the user. Its tasks run on this thread.</summary>
    private T Guard<T>(Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw CreateException(file, $"the Parquet file is damaged, or uses a feature that cannot be read ({exception.Message.TrimEnd('.')})");
        }
    }
}
