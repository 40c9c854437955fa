using System.Collections.Frozen;
using LearnML.Training.Tables.Inspection.Evidence;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection.Footers;

/// <summary>
/// Notices rows at the end of a file that are not data: notes such as "Source: ...", and a total, whose numbers are the sums or, with the label
/// of a mean, the means of the rows above. Rows with the label of another summary, such as a median,
/// belong to them. A row with the label of a total among numbers or dates is no data either.
/// </summary>
/// <param name="readings">How the columns are read, from all rows.</param>
/// <param name="missingCounts">The number of rows without a value of each column.</param>
/// <param name="rowCount">The number of rows.</param>
/// <param name="decimalMark">The decimal separator of the file.</param>
internal sealed class FooterDetector(ColumnReading[] readings, int[] missingCounts, int rowCount, char decimalMark)
{
    private const int MinimumRows = 4;
    private const int MaximumNotes = 2;
    private const int MaximumSummaries = LastRows.Count - MaximumNotes;

    /// <summary>Without a label, this many columns must have their sums in the last row.</summary>
    private const int MinimumSumsWithoutLabel = 2;

    private static readonly FrozenSet<string> TotalWords = FrozenSet.ToFrozenSet(
        [
            "total", "totals", "grand total", "sum", "totaux", "total général", "total general", "total geral", "totaal", "totale", "totalt",
            "summe", "gesamt", "gesamtsumme", "suma", "razem", "toplam", "итого", "合计", "总计", "合計", "σ",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> MeanWords = FrozenSet.ToFrozenSet(
        ["mean", "average", "avg", "avg.", "mittelwert", "durchschnitt", "moyenne", "media", "promedio", "média", "平均", "平均值", "均值"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OtherSummaryWords = FrozenSet.ToFrozenSet(
        [
            "min", "max", "minimum", "maximum", "median", "std", "stdev", "std. dev.", "standard deviation", "variance", "count", "n",
            "standardabweichung", "anzahl", "écart-type", "最大", "最小", "最大值", "最小值", "中位数", "标准差",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Decides which of the last rows are not data.</summary>
    /// <param name="rows">The last rows, the last one first.</param>
    public Footer Detect(IReadOnlyList<string[]> rows)
    {
        if (rowCount < MinimumRows)
        {
            return new Footer(0);
        }

        var notes = rows.SkipLast(1).Take(MaximumNotes).TakeWhile(IsNote).Count();

        // The longest block first: a total below a mean is the sum of the rows above both.
        for (var count = Math.Min(MaximumSummaries, Math.Min(rows.Count - notes, rowCount - notes - MinimumRows + 1)); count > 0; count--)
        {
            if (AreSummaries([.. rows.Skip(notes).Take(count)], notes))
            {
                return new Footer(notes + count);
            }
        }

        var last = rows[notes];
        return Array.FindIndex(last, IsTotalLabel) is >= 0 and var column
            ? new Footer(notes) { TotalColumn = column, TotalLabel = last[column] }
            : new Footer(notes);
    }

    private static bool IsTotalLabel(string text) => TotalWords.Contains(WithoutColon(text));

    private static bool IsLabel(string text, FrozenSet<string> words) => words.Contains(WithoutColon(text));

    private static string WithoutColon(string text) => text.TrimEnd(':', ' ');

    /// <summary>Whether only the first cell of a row has a text, and half of the other columns have no such gaps further up.</summary>
    private bool IsNote(string[] row)
    {
        if (row.Length < 3 || row[0].Length == 0 || NumberParser.TryParse(row[0], decimalMark, out _) || row.Skip(1).Any(text => text.Length > 0))
        {
            return false;
        }

        return 2 * missingCounts.Skip(1).Count(missing => missing <= MaximumNotes) >= row.Length - 1;
    }

    /// <summary>Whether all rows of a block summarize the rows above the block, and at least one does so by its numbers.</summary>
    private bool AreSummaries(string[][] block, int notes)
    {
        if (block.Any(row => row.Length != readings.Length))
        {
            return false;
        }

        var columns = Enumerable.Range(0, readings.Length).Where(column => readings[column].Type == Contracts.ColumnType.Numeric)
            .Select(column => Summarize(block, column, notes)).ToArray();
        var isSummary = block.Select((row, index) => IsTotal(row, index, columns, notes + block.Length)).ToArray();
        return isSummary.Contains(true)
            && block.Index().All(row => isSummary[row.Index] || row.Item.Any(text => IsLabel(text, OtherSummaryWords)));
    }

    /// <summary>Returns the numbers of a column in the block, and the sum and the number of those above it.</summary>
    private SummarizedColumn Summarize(string[][] block, int column, int notes)
    {
        var reader = NumberReader.Create(readings[column].Format, decimalMark);
        var numbers = Array.ConvertAll(block, row => reader.TryRead(row[column], out var number) ? number : (double?)null);
        var missingAbove = missingCounts[column] - notes - block.Count(row => row[column].Length == 0);
        return new SummarizedColumn(column, numbers, readings[column].Sum - numbers.Sum() ?? 0, rowCount - notes - block.Length - missingAbove);
    }

    private bool IsTotal(string[] row, int index, SummarizedColumn[] columns, int footerRows)
    {
        var (judged, sums, means, totals) = (0, 0, 0, 0);
        foreach (var column in columns)
        {
            var reading = readings[column.Index];
            if (column.Numbers[index] is { } number && (number != 0 || reading.Sum != 0))
            {
                var decimals = CountDecimals(row[column.Index]);
                var isSum = IsNear(number, column.Sum, decimals, reading.IsWhole ? 1 : column.Count);
                judged++;
                sums += isSum ? 1 : 0;
                totals += isSum && number > reading.SecondMaximum ? 1 : 0;
                means += IsNear(number, column.Sum / column.Count, decimals, 1) ? 1 : 0;
            }
        }

        // A blank label: a column without other gaps has no value in this row. A row of nothing but sums, which exceed every term, needs no label.
        var isBlank = row.Index().Any(cell => cell.Item.Length == 0 && missingCounts[cell.Index] <= footerRows);
        return judged > 0
            && (row.Index().Any(cell => IsTotalLabel(cell.Item) && (2 * sums >= judged || IsOfValues(cell.Index)))
                || (row.Any(text => IsLabel(text, MeanWords)) && 2 * means >= judged)
                || (isBlank && sums == judged)
                || (totals >= MinimumSumsWithoutLabel && totals == row.Count(text => text.Length > 0)));
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

    /// <param name="Index">The index of the column.</param>
    /// <param name="Numbers">The number in each row of the block; null if there is none.</param>
    /// <param name="Sum">The sum of the numbers above the block.</param>
    /// <param name="Count">How many numbers are above the block.</param>
    private sealed record SummarizedColumn(int Index, double?[] Numbers, double Sum, int Count);
}
