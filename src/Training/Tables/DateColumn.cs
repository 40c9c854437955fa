namespace LearnML.Training.Tables;

/// <summary>Days, with or without a time of day to the minute.</summary>
/// <param name="name">The column's name.</param>
/// <param name="moments">One per row, as <see cref="Moments"/> says.</param>
public sealed class DateColumn(string name, int[] moments) : Column(name)
{
    /// <summary>The value of a missing date.</summary>
    public const int Missing = -1;

    /// <summary>
    /// One per row: minutes since the start of the year 1, <see cref="Missing"/> where there is none. Past the year 4083 an int does
    /// not hold them, and it is <see cref="Missing"/> less the days instead, for tables write 9999-12-31 for never.
    /// </summary>
    public int[] Moments { get; } = moments;

    /// <inheritdoc/>
    public override int Rows => Moments.Length;
}
