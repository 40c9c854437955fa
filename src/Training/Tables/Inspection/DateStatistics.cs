using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Computes the range of a date column.</summary>
internal sealed class DateStatistics
{
    private long minimum = long.MaxValue;
    private long maximum = long.MinValue;

    /// <summary>The first and the last date; null if the column has no values.</summary>
    public DateSummary? Summary => minimum > maximum ? null : new DateSummary(ToDate(minimum), ToDate(maximum));

    /// <summary>Adds a date.</summary>
    public void Add(DateTime date)
    {
        minimum = Math.Min(minimum, date.Ticks);
        maximum = Math.Max(maximum, date.Ticks);
    }

    private static DateTime ToDate(long ticks) => new(ticks, DateTimeKind.Utc);
}
