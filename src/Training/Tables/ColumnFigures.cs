using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Computes the statistics of one column: counts, mean, range, histogram, most frequent values.</summary>
/// <param name="type">The column's type.</param>
/// <param name="text">The result of the first pass over the column; a numeric column needs its minimum and maximum.</param>
/// <param name="decimalMark">The decimal separator of numbers.</param>
internal sealed class ColumnFigures(ColumnType type, ColumnText text, char decimalMark)
{
    private const int Bins = 24;
    private const int Top = 10;
    private const int MostCounted = 100_000;

    private readonly Dictionary<string, int> counts = new(ValueComparer.Of(type));
    private readonly DistinctCounter distinct = new();
    private readonly int[] bins = type == ColumnType.Numeric ? new int[text.Minimum == text.Maximum ? 1 : Bins] : [];
    private readonly double binWidth = (text.Maximum / Bins) - (text.Minimum / Bins); // Divides first because the range may overflow a double.
    private int count;
    private double mean;
    private double squares;
    private double minimum = double.PositiveInfinity;
    private double maximum = double.NegativeInfinity;

    /// <summary>The number of distinct values; an estimate if there are many.</summary>
    public int Distinct => type == ColumnType.Boolean ? counts.Count : distinct.Count;

    /// <summary>Whether all values are distinct. If their number is an estimate, whether more than 95 % are.</summary>
    public bool AllDiffer => distinct.IsExact ? Distinct == count : Distinct > 0.95 * count;

    /// <summary>Adds the text of one row; an empty text is a missing value.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return;
        }

        count++;
        if (type == ColumnType.Numeric && NumberText.TryParse(cell, decimalMark, out var number))
        {
            distinct.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in number))));
            AddNumber(number);
            bins[BinOf(number)]++;
            return;
        }

        distinct.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(cell)));
        if (type == ColumnType.Date && DateText.TryParse(cell, out var moment))
        {
            AddNumber(DateText.ToDate(moment).Ticks / TimeSpan.TicksPerMinute);
            return;
        }

        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (counts.Count < MostCounted || lookup.ContainsKey(cell))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, cell, out _)++;
        }
    }

    /// <summary>The summary of a numeric column; null if the column has no values or is not numeric.</summary>
    public NumberSummary? Numbers => type == ColumnType.Numeric && count > 0
        ? new NumberSummary(minimum, maximum, mean, count > 1 ? Math.Sqrt(squares / (count - 1)) : 0, new Histogram(minimum, maximum, bins))
        : null;

    /// <summary>The date range, to the minute; null if the column has no values or is not a date column.</summary>
    public DateSummary? Dates => type == ColumnType.Date && count > 0 ? new DateSummary(ToDate(minimum), ToDate(maximum)) : null;

    /// <summary>The most frequent values, the most frequent first; null for numbers and dates.</summary>
    public IReadOnlyList<CategoryCount>? MostFrequent => type is ColumnType.Numeric or ColumnType.Date
        ? null
        : [.. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(Top).Select(entry => new CategoryCount(entry.Key, entry.Value))];

    private int BinOf(double number) => bins.Length == 1 ? 0 : (int)Math.Min(bins.Length - 1, (number - text.Minimum) / binWidth);

    private static DateTime ToDate(double minutes) => new((long)minutes * TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    /// <summary>Updates the mean and the sum of squares by Welford's method (1962, https://doi.org/10.1080/00401706.1962.10490022).</summary>
    private void AddNumber(double number)
    {
        var before = number - mean;
        mean += before / count;
        squares += before * (number - mean);
        minimum = Math.Min(minimum, number);
        maximum = Math.Max(maximum, number);
    }
}
