using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Visits every cell of a file and collects the rows that are invalid.</summary>
/// <param name="path">The file's path.</param>
/// <param name="format">The file's format.</param>
/// <param name="missing">The fields that mean a missing value.</param>
/// <param name="problems">Collects the problems.</param>
internal sealed class CsvScan(string path, CsvFormat format, MissingMarks missing, TableProblems problems)
{
    /// <summary>Receives one cell, with the line at which its row begins. The text of a missing value is empty.</summary>
    public delegate void CellAction(int line, int column, ReadOnlySpan<char> text);

    /// <summary>The column names.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>The number of rows below the header.</summary>
    public int Rows { get; private set; }

    /// <summary>Reads only the column names.</summary>
    /// <exception cref="TableFormatException">The header is not valid CSV.</exception>
    public void ReadNames() => Read(_ => { });

    /// <summary>Visits all cells below the header, row by row.</summary>
    /// <param name="visit">Receives each cell.</param>
    /// <exception cref="TableFormatException">The file has invalid rows.</exception>
    public void EachCell(CellAction visit)
    {
        Rows = 0;
        Read(rows =>
        {
            while (!problems.AreTooMany && rows.Read())
            {
                Rows++;
                if (rows.Fields != Names.Length)
                {
                    problems.Add(
                        rows.Line, null, $"the row has {rows.Fields} fields, but the {(format.Header ? "header" : "first row")} has {Names.Length}");
                    continue;
                }

                for (var column = 0; column < Names.Length; column++)
                {
                    var text = rows[column];
                    visit(rows.Line, column, missing.Contains(text) ? [] : text);
                }
            }
        });
    }

    private void Read(Action<CsvRows> read)
    {
        try
        {
            using var rows = new CsvRows(File.OpenRead(path), format);
            Names = rows.Names;
            read(rows);
        }
        catch (CsvRowException exception)
        {
            problems.Add(exception.Problem(Names));
        }

        problems.ThrowIfAny();
    }
}
