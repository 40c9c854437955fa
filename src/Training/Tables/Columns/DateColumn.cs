namespace LearnML.Training.Tables.Columns;

/// <summary>A column of dates, with or without a time of day, to the minute.</summary>
/// <param name="name">The column's name.</param>
/// <param name="timestamps">One per row, encoded as <see cref="Timestamps"/> describes.</param>
public sealed class DateColumn(string name, int[] timestamps) : Column(name)
{
    /// <summary>The code of a missing date.</summary>
    public const int Missing = -1;

    /// <summary>
    /// One per row: the minutes since the start of the year 1, or <see cref="Missing"/>. Dates after the year 4083 do not fit into an
    /// int that way and are stored as <see cref="Missing"/> minus the days since the year 1: tables often use 9999-12-31 for "never".
    /// </summary>
    public int[] Timestamps { get; } = timestamps;

    /// <inheritdoc/>
    public override int RowCount => Timestamps.Length;
}
