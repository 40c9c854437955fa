using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Counts and figures of a column's values.</summary>
internal sealed class ColumnFigures(ColumnType type, char decimalMark)
{
    private const int Top = 10;
    private const int MostCounted = 100_000;

    private readonly Dictionary<string, int> counts = new(ValueComparer.Of(type));
    private readonly DistinctCounter distinct = new();
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
    public void Add(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        count++;
        if (type == ColumnType.Numeric && NumberText.TryParse(text, decimalMark, out var number))
        {
            distinct.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in number))));
            AddNumber(number);
            return;
        }

        distinct.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text)));
        if (type == ColumnType.Date && DateText.TryParse(text, out var moment))
        {
            AddNumber(DateText.ToDate(moment).Ticks / TimeSpan.TicksPerMinute);
            return;
        }

        var words = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (counts.Count < MostCounted || words.ContainsKey(text))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(words, text, out _)++;
        }
    }

    /// <summary>Of a numeric column; null where it has no value.</summary>
    public NumberSummary? Numbers => type == ColumnType.Numeric && count > 0
        ? new NumberSummary(minimum, maximum, mean, count > 1 ? Math.Sqrt(squares / (count - 1)) : 0)
        : null;

    /// <summary>Of a column of dates, to the minute; null where it has no value.</summary>
    public DateSummary? Dates => type == ColumnType.Date && count > 0 ? new DateSummary(ToDate(minimum), ToDate(maximum)) : null;

    public IReadOnlyList<CategoryCount>? MostFrequent => type is ColumnType.Numeric or ColumnType.Date
        ? null
        : [.. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(Top).Select(entry => new CategoryCount(entry.Key, entry.Value))];

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
