namespace LearnML.Training.Tables;

/// <summary>Days, with or without a time of day, as whole minutes.</summary>
/// <param name="name">The column's name.</param>
/// <param name="minutes">One per row: minutes since the start of the year 1; <see cref="Missing"/> where there is none.</param>
public sealed class DateColumn(string name, int[] minutes) : Column(name)
{
    /// <summary>The value of a missing date.</summary>
    public const int Missing = -1;

    /// <summary>One per row: minutes since the start of the year 1; <see cref="Missing"/> where there is none.</summary>
    public int[] Minutes { get; } = minutes;

    /// <inheritdoc/>
    public override int Rows => Minutes.Length;
}
