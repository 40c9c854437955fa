using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>Collects which cells of a column are dates, under both orders of day and month at once.</summary>
internal sealed class DateEvidence
{
    private const int FirstYearOfCompactDate = 1800;
    private const int EndYearOfCompactDate = 2200;

    /// <summary>The number of cells that are dates if the day comes first.</summary>
    public int DayFirst { get; private set; }

    /// <summary>The number of cells that are dates if the month comes first.</summary>
    public int MonthFirst { get; private set; }

    /// <summary>The number of cells that are one date with the day first and another with the month first.</summary>
    public int Ambiguous { get; private set; }

    /// <summary>The first of these cells.</summary>
    public string? AmbiguousExample { get; private set; }

    /// <summary>The cells that are not dates in either order.</summary>
    public RejectedTexts Rejected { get; } = new();

    /// <summary>Adds a cell. Of numbers, only eight digits can be a date, such as 20261123.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isNumber">Whether the cell is digits only.</param>
    public void Add(ReadOnlySpan<char> text, bool isNumber)
    {
        if (isNumber && text.Length != DateParser.CompactLength)
        {
            Rejected.Add(text);
            return;
        }

        var isDayFirst = DateParser.TryParse(text, DateOrder.DayFirst, out var dayFirst);
        var (isMonthFirst, monthFirst) = (isDayFirst, dayFirst);
        if (text.Length > 4 && text[..4].IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            isMonthFirst = DateParser.TryParse(text, DateOrder.MonthFirst, out monthFirst);
        }

        if (!(isDayFirst || isMonthFirst) || (isNumber && !IsNearToday(dayFirst)))
        {
            Rejected.Add(text);
            return;
        }

        DayFirst += isDayFirst ? 1 : 0;
        MonthFirst += isMonthFirst ? 1 : 0;
        if (isDayFirst && isMonthFirst && dayFirst != monthFirst)
        {
            Ambiguous++;
            AmbiguousExample ??= text.ToString();
        }
    }

    private static bool IsNearToday(int timestamp) =>
        DateParser.ToDateTime(timestamp).Year is >= FirstYearOfCompactDate and < EndYearOfCompactDate;
}
