using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Reading;

/// <summary>Computes the statistics of one column: the number of distinct values, and those of its type.</summary>
/// <param name="type">The column's type.</param>
/// <param name="typeInference">The result of the first pass over the column; a numeric column needs its minimum and maximum.</param>
/// <param name="decimalMark">The decimal separator of numbers.</param>
internal sealed class ColumnStatistics(ColumnType type, ColumnTypeInference typeInference, char decimalMark)
{
    private readonly DistinctCounter distinctCounter = new();
    private readonly NumberStatistics? numbers = type == ColumnType.Numeric ? new(typeInference.Minimum, typeInference.Maximum) : null;
    private readonly DateStatistics? dates = type == ColumnType.Date ? new() : null;
    private readonly CategoryStatistics? categories = type is ColumnType.Numeric or ColumnType.Date ? null : new(type);
    private int count;

    /// <summary>The number of distinct values; an estimate if there are many.</summary>
    public int DistinctCount => type == ColumnType.Boolean ? categories!.DistinctCount : distinctCounter.Count;

    /// <summary>Whether all values are distinct. If their number is an estimate, whether more than 95 % are.</summary>
    public bool AreAllDistinct => distinctCounter.IsExact ? DistinctCount == count : DistinctCount > TableInspector.AllDistinctShare * count;

    /// <summary>The summary of a numeric column; null if the column has no values or is not numeric.</summary>
    public NumberSummary? Numbers => numbers?.Summary;

    /// <summary>The date range, to the minute; null if the column has no values or is not a date column.</summary>
    public DateSummary? Dates => dates?.Summary;

    /// <summary>The most frequent values, the most frequent first; null for numbers and dates.</summary>
    public IReadOnlyList<CategoryCount>? MostFrequent => categories?.MostFrequent;

    /// <summary>Adds the text of one row; an empty text is a missing value.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return;
        }

        count++;
        if (numbers is not null && NumberParser.TryParse(cell, decimalMark, out var number))
        {
            distinctCounter.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in number))));
            numbers.Add(number);
            return;
        }

        distinctCounter.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(cell)));
        if (dates is not null && DateParser.TryParse(cell, out var timestamp))
        {
            dates.Add(DateParser.ToDateTime(timestamp));
        }

        categories?.Add(cell);
    }
}
