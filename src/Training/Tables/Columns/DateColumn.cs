namespace LearnML.Training.Tables.Columns;

/// <summary>A column of dates, with or without a time of day.</summary>
/// <param name="name">The column's name.</param>
/// <param name="ticks">One per row: <see cref="DateTime.Ticks"/> in UTC, or <see cref="Missing"/>.</param>
public sealed class DateColumn(string name, long[] ticks) : Column(name)
{
    /// <summary>The value of a missing date.</summary>
    public const long Missing = -1;

    /// <summary>One per row: <see cref="DateTime.Ticks"/> in UTC, or <see cref="Missing"/>.</summary>
    public long[] Ticks { get; } = ticks;

    /// <inheritdoc/>
    public override int RowCount => Ticks.Length;
}
