using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Goes through a whole file, cell by cell, and finds the rows that are wrong.</summary>
/// <param name="path">The file.</param>
/// <param name="format">How it is written.</param>
/// <param name="missing">What stands for a missing value.</param>
/// <param name="problems">Is told what is wrong.</param>
internal sealed class CsvScan(string path, CsvFormat format, MissingMarks missing, TableProblems problems)
{
    public delegate void CellAction(int line, int column, ReadOnlySpan<char> text);

    /// <summary>The columns' names.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>Rows below the header.</summary>
    public int Rows { get; private set; }

    public void ReadNames() => Read(_ => { });

    /// <summary>Goes through all cells of the rows below the header.</summary>
    /// <param name="visit">Is told of each cell, and the line at which its row begins; of a missing one the text is empty.</param>
    /// <exception cref="TableFormatException">There are rows that are wrong.</exception>
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
                    problems.Add(rows.Line, null, $"the row has {rows.Fields} fields where the {(format.Header ? "header" : "first row")} has {Names.Length}");
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
