using LearnML.Contracts;

namespace LearnML.Training.Tables.Columns;

/// <summary>Reads the dates of one column as its cells are written.</summary>
/// <param name="order">The order of day and month.</param>
/// <param name="isTimeOfDay">Whether the cells are times of day.</param>
internal readonly struct DateReader(DateOrder order, bool isTimeOfDay)
{
    /// <summary>Creates the reader of a column.</summary>
    /// <param name="format">How the column's cells are written; null: dates with the day first.</param>
    public static DateReader Create(CellFormat? format) => new(format?.DateOrder ?? DateOrder.DayFirst, format?.TimeOfDay == true);

    /// <summary>
    /// Reads a date, a time of day, or a number of nine or more digits that counts from 1970. 20261123.0 is 20261123: programs write whole numbers
    /// so if others of the column are missing.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="date">The date. A time of day is one of 1970-01-01.</param>
    /// <returns>False if the text is none of these.</returns>
    public bool TryRead(ReadOnlySpan<char> text, out DateTime date) => isTimeOfDay
        ? DateParser.TryParseTimeOfDay(text, out date)
        : TryReadDate(text.EndsWith(".0") ? text[..^2] : text, out date);

    private bool TryReadDate(ReadOnlySpan<char> text, out DateTime date) =>
        DateParser.TryParse(text, order, out date) || DateParser.TryParseEpoch(text, out date);

    /// <summary>Explains why <see cref="TryRead"/> returned false.</summary>
    public string ExplainFailure(ReadOnlySpan<char> text) => isTimeOfDay ? $"'{text}' is not a time of day" : $"'{text}' is not a date";
}
