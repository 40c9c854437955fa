using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>Goes through a whole file, cell by cell, and finds the rows that are wrong.</summary>
/// <param name="path">The file.</param>
/// <param name="format">How it is written.</param>
/// <param name="problems">Is told what is wrong.</param>
internal sealed class CsvScan(string path, CsvFormat format, TableProblems problems)
{
    public delegate void CellAction(int row, int column, ReadOnlySpan<char> text);

    /// <summary>The columns' names.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>Rows below the header.</summary>
    public int Rows { get; private set; }

    public void ReadNames() => Read(reader => Names = CsvFile.ReadNames(reader, format));

    /// <summary>Goes through all cells of the rows below the header.</summary>
    /// <param name="visit">Is told of each cell; of a missing one the text is empty.</param>
    /// <exception cref="TableFormatException">There are rows that are wrong.</exception>
    public void EachCell(CellAction visit)
    {
        Rows = 0;
        Read(reader =>
        {
            if (format.Header)
            {
                CsvFile.ReadNames(reader, format);
            }

            while (!problems.AreTooMany && reader.Read())
            {
                if (CsvFile.IsBlank(reader, Names.Length))
                {
                    continue;
                }

                Rows++;
                if (reader.RowFieldCount != Names.Length)
                {
                    problems.Add(LineOf(reader.RowNumber), null, $"the row has {reader.RowFieldCount} fields where the {(format.Header ? "header" : "first row")} has {Names.Length}");
                    continue;
                }

                for (var column = 0; column < Names.Length; column++)
                {
                    var text = reader.GetFieldSpan(column);
                    visit(reader.RowNumber, column, IsMissing(text) ? [] : text);
                }
            }
        });
    }

    /// <summary>The line at which a row, from 1 and with the header, begins.</summary>
    public int LineOf(int row) => CsvFile.LineOf(path, format, row);

    private void Read(Action<CsvDataReader> read)
    {
        using var reader = CsvFile.Open(path, format);
        try
        {
            read(reader);
        }
        catch (CsvRecordTooLargeException)
        {
            problems.Add(LineOf(reader.RowNumber + 1), null, $"the row has more than {CsvFile.LongestRow} characters: either a quote is never closed, or the file is no CSV");
        }
        catch (CsvFormatException exception)
        {
            var column = Names.ElementAtOrDefault(exception.FieldOrdinal);
            problems.Add(LineOf(Math.Max(exception.RowNumber, 1)), column, "a quoted field is never closed, or goes on after its closing quote");
        }

        problems.ThrowIfAny();
    }

    private bool IsMissing(ReadOnlySpan<char> text)
    {
        foreach (var mark in format.MissingMarks)
        {
            if (text.SequenceEqual(mark))
            {
                return true;
            }
        }

        return false;
    }
}
