using System.Collections.Frozen;
using LearnML.Training.Tables.Inspection.Evidence;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection.Footers;

/// <summary>
/// Notices rows at the end of a file that are not data: notes such as "Source: ...", and a total, whose numbers are the sums or, with the label
/// of a mean, the means of the rows above. A row with the label of a total among numbers or dates is no data either.
/// </summary>
/// <param name="readings">How the columns are read, from all rows.</param>
/// <param name="missingCounts">The number of rows without a value of each column.</param>
/// <param name="rowCount">The number of rows.</param>
/// <param name="decimalMark">The decimal separator of the file.</param>
internal sealed class FooterDetector(ColumnReading[] readings, int[] missingCounts, int rowCount, char decimalMark)
{
    private const int MinimumRows = 4;

    private static readonly FrozenSet<string> TotalWords = FrozenSet.ToFrozenSet(
        [
            "total", "totals", "grand total", "sum", "totaux", "total général", "total general", "total geral", "totaal", "totale", "totalt",
            "summe", "gesamt", "gesamtsumme", "suma", "razem", "toplam", "итого", "合计", "总计", "合計", "σ",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> MeanWords = FrozenSet.ToFrozenSet(
        ["mean", "average", "avg", "avg.", "mittelwert", "durchschnitt", "moyenne", "media", "promedio", "média", "平均", "平均值", "均值"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Decides which of the last rows are not data.</summary>
    /// <param name="rows">The last rows, the last one first.</param>
    public Footer Detect(IReadOnlyList<string[]> rows)
    {
        if (rowCount < MinimumRows)
        {
            return new Footer(0);
        }

        var notes = rows.SkipLast(1).TakeWhile(IsNote).Count();
        var total = rows[notes];
        return IsTotal(total, notes) ? new Footer(notes + 1)
            : Array.FindIndex(total, IsTotalLabel) is >= 0 and var column ? new Footer(notes) { TotalColumn = column, TotalLabel = total[column] }
            : new Footer(notes);
    }

    private static bool IsTotalLabel(string text) => TotalWords.Contains(text.TrimEnd(':', ' '));

    /// <summary>Whether only the first cell of a row has a text, and half of the other columns have no such gaps further up.</summary>
    private bool IsNote(string[] row)
    {
        if (row.Length < 3 || row[0].Length == 0 || NumberParser.TryParse(row[0], decimalMark, out _) || row.Skip(1).Any(text => text.Length > 0))
        {
            return false;
        }

        return 2 * missingCounts.Skip(1).Count(missing => missing < LastRows.Count) >= row.Length - 1;
    }

    private bool IsTotal(string[] row, int notes)
    {
        if (row.Length != readings.Length)
        {
            return false;
        }

        var rowsAbove = rowCount - notes - 1;
        var (judged, sums, means) = (0, 0, 0);
        for (var column = 0; column < row.Length; column++)
        {
            var reading = readings[column];
            if (reading.Type == Contracts.ColumnType.Numeric
                && NumberReader.Create(reading.Format, decimalMark).TryRead(row[column], out var number) && (number != 0 || reading.Sum != 0))
            {
                var sum = reading.Sum - number;
                var decimals = CountDecimals(row[column]);
                judged++;
                sums += IsNear(number, sum, decimals, reading.IsWhole ? 1 : rowsAbove) ? 1 : 0;
                means += IsNear(number, sum / (rowsAbove - (missingCounts[column] - notes)), decimals, 1) ? 1 : 0;
            }
        }

        // A blank label: a column without other gaps has no value in this row.
        var isBlank = row.Index().Any(cell => cell.Item.Length == 0 && missingCounts[cell.Index] <= notes + 1);
        return judged > 0
            && (row.Index().Any(cell => IsTotalLabel(cell.Item) && (2 * sums >= judged || IsOfValues(cell.Index)))
                || (row.Any(MeanWords.Contains) && 2 * means >= judged)
                || (isBlank && sums == judged));
    }

    /// <summary>Whether a column is of numbers or dates, so that a row with a label in it is no row of data.</summary>
    private bool IsOfValues(int column) => readings[column].Type is Contracts.ColumnType.Numeric or Contracts.ColumnType.Date;

    /// <summary>Whether a number is a sum, as far as rounded terms and a rounded result can be.</summary>
    private static bool IsNear(double number, double sum, int decimals, int roundedTerms) =>
        Math.Abs(number - sum) <= (0.51 * Math.Pow(10, -decimals) * Math.Sqrt(roundedTerms)) + (1e-9 * Math.Abs(sum));

    private int CountDecimals(string text)
    {
        var mark = text.LastIndexOf(decimalMark);
        return mark < 0 ? 0 : text.Skip(mark + 1).TakeWhile(char.IsAsciiDigit).Count();
    }
}
