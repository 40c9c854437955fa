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

    /// <summary>The number of cells that are dates in at least one order.</summary>
    public int InEitherOrder { get; private set; }

    /// <summary>The number of cells that are one date with the day first and another with the month first.</summary>
    public int Ambiguous { get; private set; }

    /// <summary>The first of these cells.</summary>
    public string? AmbiguousExample { get; private set; }

    /// <summary>The number of cells that are times of day without a date.</summary>
    public int TimesOfDay { get; private set; }

    /// <summary>The number of cells that look like dates or times but are neither.</summary>
    public int Unread { get; private set; }

    /// <summary>The number of cells whose year has two digits.</summary>
    public int ShortYears { get; private set; }

    /// <summary>The first of these cells.</summary>
    public string? ShortYearExample { get; private set; }

    /// <summary>The cells that are not dates in either order.</summary>
    public RejectedTexts Rejected { get; } = new();

    /// <summary>Adds a cell that is a number. Only eight digits can be a date, such as 20261123.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="isWhole">Whether it is a number without a point.</param>
    public void AddNumber(ReadOnlySpan<char> text, bool isWhole)
    {
        if (isWhole && text.Length == DateParser.CompactLength
            && DateParser.TryParse(text, DateOrder.DayFirst, out var date) && IsNearToday(date))
        {
            InEitherOrder++;
            DayFirst++;
            MonthFirst++;
        }
        else
        {
            Rejected.Add(text);
        }
    }

    /// <summary>Adds a cell that is not a plain number.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (!DateParser.MayBeDate(text))
        {
            Reject(text);
            return;
        }

        var isDayFirst = DateParser.TryParse(text, DateOrder.DayFirst, out var dayFirst, out var hasShortYear);
        var (isMonthFirst, monthFirst) = (isDayFirst, dayFirst);
        if (HasOrder(text))
        {
            isMonthFirst = DateParser.TryParse(text, DateOrder.MonthFirst, out monthFirst);
        }

        if (!isDayFirst && !isMonthFirst)
        {
            Reject(text);
            return;
        }

        if (hasShortYear)
        {
            ShortYears++;
            ShortYearExample ??= text.ToString();
        }

        InEitherOrder++;
        DayFirst += isDayFirst ? 1 : 0;
        MonthFirst += isMonthFirst ? 1 : 0;
        if (isDayFirst && isMonthFirst && dayFirst != monthFirst)
        {
            Ambiguous++;
            AmbiguousExample ??= text.ToString();
        }
    }

    private void Reject(ReadOnlySpan<char> text)
    {
        Rejected.Add(text);
        if (!DateLikeness.LooksLikeDate(text))
        {
            return;
        }

        var isTime = DateParser.TryParseTimeOfDay(text, out _);
        TimesOfDay += isTime ? 1 : 0;
        Unread += isTime ? 0 : 1;
    }

    /// <summary>Whether a text starts with one or two digits: only such dates depend on the order of day and month.</summary>
    private static bool HasOrder(ReadOnlySpan<char> text) => char.IsAsciiDigit(text[0]) && text[..4].IndexOfAnyExceptInRange('0', '9') >= 0;

    private static bool IsNearToday(DateTime date) => date.Year is >= FirstYearOfCompactDate and < EndYearOfCompactDate;
}
