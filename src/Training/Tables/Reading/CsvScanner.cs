using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Reading;

/// <summary>Visits every cell of a file and collects the rows that are invalid.</summary>
/// <param name="path">The file's path.</param>
/// <param name="format">The file's format.</param>
/// <param name="problems">Collects the problems.</param>
/// <param name="maximumColumns">The maximum number of columns.</param>
/// <param name="cancellationToken">Cancels the reading.</param>
internal sealed class CsvScanner(
    string path,
    CsvFormat format,
    TableProblemCollector problems,
    int maximumColumns = int.MaxValue,
    CancellationToken cancellationToken = default)
{
    private const int MaximumShortRows = 5;
    private const int RowsPerCancellationCheck = 1024;

    private readonly List<TableProblem> shortRows = [];

    /// <summary>Receives one cell, with the line at which its row begins.</summary>
    public delegate void CellVisitor(int line, int column, ReadOnlySpan<char> text);

    /// <summary>Receives one row as it is in the file, with the line at which it begins.</summary>
    public delegate void RowVisitor(int line, ReadOnlySpan<char> text);

    /// <summary>The column names.</summary>
    public string[] ColumnNames { get; private set; } = [];

    /// <summary>The columns that have no name although there is a header.</summary>
    public IReadOnlyList<int> UnnamedColumns { get; private set; } = [];

    /// <summary>The lines above the header or the first row that are not empty, each at most 60 characters long.</summary>
    public IReadOnlyList<string> TitleTexts { get; private set; } = [];

    /// <summary>The number of rows below the header.</summary>
    public int RowCount { get; private set; }

    /// <summary>The line at which the last visited row begins, from 1.</summary>
    public int LastLine { get; private set; }

    /// <summary>
    /// The problems of rows at the end that have a single field although the file has several columns, as notes such as "Source: ..." have.
    /// They are counted but not visited.
    /// </summary>
    public IReadOnlyList<TableProblem> ShortLastRows => shortRows;

    /// <summary>The maximum number of rows to visit: fewer than the file has, if its last rows are not data.</summary>
    public int MaximumRows { get; set; } = int.MaxValue;

    /// <summary>Reads only the column names.</summary>
    /// <exception cref="TableFormatException">The header is not valid CSV.</exception>
    public void ReadColumnNames() => Read(_ => { });

    /// <summary>Visits all cells below the header, row by row.</summary>
    /// <param name="visit">Receives each cell.</param>
    /// <param name="visitRow">Receives each row after its cells.</param>
    /// <exception cref="TableFormatException">The file has invalid rows.</exception>
    public void VisitCells(CellVisitor visit, RowVisitor? visitRow = null)
    {
        RowCount = 0;
        shortRows.Clear();
        Read(rows =>
        {
            while (!problems.IsFull && RowCount < MaximumRows && rows.Read())
            {
                if (RowCount++ % RowsPerCancellationCheck == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                LastLine = rows.Line;
                if (rows.FieldCount != ColumnNames.Length)
                {
                    AddWrongRow(rows);
                    continue;
                }

                AddShortRows();

                for (var column = 0; column < ColumnNames.Length; column++)
                {
                    visit(rows.Line, column, rows[column]);
                }

                visitRow?.Invoke(rows.Line, rows.RawText);
            }
        });
    }

    private void AddWrongRow(CsvRowReader rows)
    {
        var problem = TableProblem.ForFieldCount(rows.Line, rows.FieldCount, ColumnNames.Length, format.Header ? "header" : "first row");
        if (rows.FieldCount == 1 && shortRows.Count < MaximumShortRows && IsNote(rows[0]))
        {
            shortRows.Add(problem);
            return;
        }

        AddShortRows();
        problems.Add(problem);
    }

    /// <summary>Whether a text has several words, as the rest of a row that was cut off has not.</summary>
    private static bool IsNote(ReadOnlySpan<char> text) => text.Contains(' ') && !char.IsAsciiDigit(text[0]);

    /// <summary>Adds the problems of the short rows so far: they are not at the end.</summary>
    private void AddShortRows()
    {
        foreach (var problem in shortRows)
        {
            problems.Add(problem);
        }

        shortRows.Clear();
    }

    private void Read(Action<CsvRowReader> read)
    {
        try
        {
            using var rows = new CsvRowReader(File.OpenRead(path), format, maximumColumns);
            (ColumnNames, UnnamedColumns, TitleTexts) = (rows.ColumnNames, rows.UnnamedColumns, rows.TitleTexts);
            read(rows);
        }
        catch (CsvRowException exception)
        {
            problems.Add(exception.ToProblem(ColumnNames));
        }

        problems.ThrowIfAny();
    }
}
