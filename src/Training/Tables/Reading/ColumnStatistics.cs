using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Reading;

/// <summary>Computes the statistics of one column: counts, mean, range, histogram, most frequent values.</summary>
/// <param name="type">The column's type.</param>
/// <param name="typeInference">The result of the first pass over the column; a numeric column needs its minimum and maximum.</param>
/// <param name="decimalMark">The decimal separator of numbers.</param>
internal sealed class ColumnStatistics(ColumnType type, ColumnTypeInference typeInference, char decimalMark)
{
    private const int BinCount = 24;
    private const int TopCount = 10;
    private const int MaximumCountedValues = 100_000;

    private readonly Dictionary<string, int> counts = new(ValueComparer.For(type));
    private readonly DistinctCounter distinctCounter = new();
    private readonly int[] binCounts = type == ColumnType.Numeric ? new int[typeInference.Minimum == typeInference.Maximum ? 1 : BinCount] : [];
    // Divides first because the range may overflow a double.
    private readonly double binWidth = (typeInference.Maximum / BinCount) - (typeInference.Minimum / BinCount);
    private int count;
    private double mean;
    private double sumOfSquaredDeviations;
    private double minimum = double.PositiveInfinity;
    private double maximum = double.NegativeInfinity;

    /// <summary>The number of distinct values; an estimate if there are many.</summary>
    public int DistinctCount => type == ColumnType.Boolean ? counts.Count : distinctCounter.Count;

    /// <summary>Whether all values are distinct. If their number is an estimate, whether more than 95 % are.</summary>
    public bool AreAllDistinct => distinctCounter.IsExact ? DistinctCount == count : DistinctCount > 0.95 * count;

    /// <summary>Adds the text of one row; an empty text is a missing value.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return;
        }

        count++;
        if (type == ColumnType.Numeric && NumberParser.TryParse(cell, decimalMark, out var number))
        {
            distinctCounter.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in number))));
            AddNumber(number);
            binCounts[GetBinIndex(number)]++;
            return;
        }

        distinctCounter.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(cell)));
        if (type == ColumnType.Date && DateParser.TryParse(cell, out var moment))
        {
            AddNumber(DateParser.ToDateTime(moment).Ticks / TimeSpan.TicksPerMinute);
            return;
        }

        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (counts.Count < MaximumCountedValues || lookup.ContainsKey(cell))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, cell, out _)++;
        }
    }

    /// <summary>The summary of a numeric column; null if the column has no values or is not numeric.</summary>
    public NumberSummary? Numbers => type == ColumnType.Numeric && count > 0
        ? new NumberSummary(minimum, maximum, mean,
            count > 1 ? Math.Sqrt(sumOfSquaredDeviations / (count - 1)) : 0, new Histogram(minimum, maximum, binCounts))
        : null;

    /// <summary>The date range, to the minute; null if the column has no values or is not a date column.</summary>
    public DateSummary? Dates => type == ColumnType.Date && count > 0 ? new DateSummary(ToDate(minimum), ToDate(maximum)) : null;

    /// <summary>The most frequent values, the most frequent first; null for numbers and dates.</summary>
    public IReadOnlyList<CategoryCount>? MostFrequent => type is ColumnType.Numeric or ColumnType.Date
        ? null
        : [.. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(TopCount).Select(entry => new CategoryCount(entry.Key, entry.Value))];

    private int GetBinIndex(double number) =>
        binCounts.Length == 1 ? 0 : (int)Math.Min(binCounts.Length - 1, (number - typeInference.Minimum) / binWidth);

    private static DateTime ToDate(double minutes) => new((long)minutes * TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    /// <summary>Updates the mean and the sum of squares by Welford's method (1962, https://doi.org/10.1080/00401706.1962.10490022).</summary>
    private void AddNumber(double number)
    {
        var before = number - mean;
        mean += before / count;
        sumOfSquaredDeviations += before * (number - mean);
        minimum = Math.Min(minimum, number);
        maximum = Math.Max(maximum, number);
    }
}
