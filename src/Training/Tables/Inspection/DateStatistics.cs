using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Computes the range of a date column, to the minute.</summary>
internal sealed class DateStatistics
{
    private long minimum = long.MaxValue;
    private long maximum = long.MinValue;

    /// <summary>The first and the last date; null if the column has no values.</summary>
    public DateSummary? Summary => minimum > maximum ? null : new DateSummary(ToDate(minimum), ToDate(maximum));

    /// <summary>Adds a date.</summary>
    public void Add(DateTime date)
    {
        var minutes = date.Ticks / TimeSpan.TicksPerMinute;
        minimum = Math.Min(minimum, minutes);
        maximum = Math.Max(maximum, minutes);
    }

    private static DateTime ToDate(long minutes) => new(minutes * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
}
