using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>Reads the rows of a CSV file, some at a time. Its columns may come in any order, and there may be others.</summary>
public sealed class TableReader : IDisposable
{
    private readonly CsvDataReader reader;
    private readonly string fileName;
    private readonly TableBuilder builder;
    private readonly int[] targets;
    private readonly int[] absent;
    private readonly string[] names;
    private bool firstRowIsData;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="content">The file.</param>
    /// <param name="fileName">What the caller calls it, for messages.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="problem">Is told of values that do not fit their column.</param>
    /// <param name="capacity">About how many rows are read at a time.</param>
    /// <exception cref="TableFormatException">It has no header.</exception>
    public TableReader(
        Stream content, string fileName, CsvFormat format, IReadOnlyList<ColumnSchema> columns, Action<CellProblem> problem, int capacity = 0)
    {
        (this.fileName, reader) = (fileName, CsvFile.Open(content, format));
        builder = new TableBuilder(format, columns, problem, capacity);
        (names, firstRowIsData) = (CsvFile.ReadNames(reader, format), !format.Header);
        if (names.Length == 0)
        {
            throw Wrong("it has no rows");
        }

        targets = [.. names.Select(builder.IndexOf)];
        MissingColumns = [.. columns.Select(column => column.Name).Except(names)];
        absent = [.. MissingColumns.Select(builder.IndexOf)];
    }

    /// <summary>The columns that were asked for and are not there: all their values are missing.</summary>
    public IReadOnlyList<string> MissingColumns { get; }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="schema">How to read it.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="rows">How many rows it has.</param>
    public static Table ReadAll(string path, TableSchema schema, IReadOnlyList<ColumnSchema> columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var reader = new TableReader(File.OpenRead(path), Path.GetFileName(path), schema.Format, columns, _ => { }, rows);
        return reader.Read(int.MaxValue);
    }

    /// <summary>Reads the next rows; none at the end.</summary>
    /// <exception cref="TableFormatException">A row has another number of fields than the header, or is not CSV.</exception>
    public Table Read(int maximumRows)
    {
        try
        {
            if (firstRowIsData)
            {
                firstRowIsData = false;
                AddRow();
            }

            while (builder.Rows < maximumRows && reader.Read())
            {
                if (!CsvFile.IsBlank(reader, names.Length))
                {
                    AddRow();
                }
            }
        }
        catch (CsvRecordTooLargeException)
        {
            throw Wrong($"the row after row {reader.RowNumber} has more than {CsvFile.LongestRow} characters");
        }
        catch (CsvFormatException exception)
        {
            throw Wrong($"row {exception.RowNumber} has a quoted field that is never closed, or goes on after its closing quote");
        }

        return builder.Take();
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private void AddRow()
    {
        if (reader.RowFieldCount != names.Length)
        {
            throw Wrong($"row {reader.RowNumber} has {reader.RowFieldCount} fields where the first has {names.Length}");
        }

        for (var field = 0; field < targets.Length; field++)
        {
            if (targets[field] >= 0)
            {
                builder.Add(targets[field], reader.GetFieldSpan(field));
            }
        }

        foreach (var column in absent)
        {
            builder.AddMissing(column);
        }

        builder.EndRow();
    }

    private TableFormatException Wrong(string reason) => new(fileName, [new TableProblem(null, null, reason)]);
}
