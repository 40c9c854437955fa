namespace LearnML.Contracts;

/// <summary>The order of day and month in dates such as 03/04/2026. Dates that start with a year of four digits have no such doubt.</summary>
public enum DateOrder
{
    /// <summary>Day, month, year: 03/04/2026 is the third of April.</summary>
    DayFirst,

    /// <summary>Month, day, year: 03/04/2026 is the fourth of March.</summary>
    MonthFirst,
}
