using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Counts and figures of a column's values.</summary>
/// <param name="type">The column's type.</param>
/// <param name="text">What is known of its texts; of numbers, between which they lie.</param>
/// <param name="decimalMark">Before the decimals of a number.</param>
internal sealed class ColumnFigures(ColumnType type, ColumnText text, char decimalMark)
{
    private const int Bins = 24;
    private const int Top = 10;
    private const int MostCounted = 100_000;

    private readonly Dictionary<string, int> counts = new(ValueComparer.Of(type));
    private readonly DistinctCounter distinct = new();
    private readonly int[] bins = type == ColumnType.Numeric ? new int[text.Minimum == text.Maximum ? 1 : Bins] : [];
    private readonly double binWidth = (text.Maximum / Bins) - (text.Minimum / Bins); // Divided first: the range may be beyond a double.
    private int count;
    private double mean;
    private double squares;
    private double minimum = double.PositiveInfinity;
    private double maximum = double.NegativeInfinity;

    /// <summary>Different values.</summary>
    public int Distinct => type == ColumnType.Boolean ? counts.Count : distinct.Count;

    /// <summary>Whether no value comes twice; of so many that they are estimated, whether hardly any does.</summary>
    public bool AllDiffer => distinct.IsExact ? Distinct == count : Distinct > 0.95 * count;

    /// <summary>Adds a row's text; an empty one is missing.</summary>
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

        var words = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (counts.Count < MostCounted || words.ContainsKey(cell))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(words, cell, out _)++;
        }
    }

    /// <summary>Of a numeric column; null where it has no value.</summary>
    public NumberSummary? Numbers => type == ColumnType.Numeric && count > 0
        ? new NumberSummary(minimum, maximum, mean, count > 1 ? Math.Sqrt(squares / (count - 1)) : 0, new Histogram(minimum, maximum, bins))
        : null;

    /// <summary>Of a column of dates, to the minute; null where it has no value.</summary>
    public DateSummary? Dates => type == ColumnType.Date && count > 0 ? new DateSummary(ToDate(minimum), ToDate(maximum)) : null;

    public IReadOnlyList<CategoryCount>? MostFrequent => type is ColumnType.Numeric or ColumnType.Date
        ? null
        : [.. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(Top).Select(entry => new CategoryCount(entry.Key, entry.Value))];

    private int BinOf(double number) => bins.Length == 1 ? 0 : (int)Math.Min(bins.Length - 1, (number - text.Minimum) / binWidth);

    private static DateTime ToDate(double minutes) => new((long)minutes * TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    /// <summary>Welford's running mean and sum of squares (1962, https://doi.org/10.1080/00401706.1962.10490022).</summary>
    private void AddNumber(double number)
    {
        var before = number - mean;
        mean += before / count;
        squares += before * (number - mean);
        minimum = Math.Min(minimum, number);
        maximum = Math.Max(maximum, number);
    }
}
