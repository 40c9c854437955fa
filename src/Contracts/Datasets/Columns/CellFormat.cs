using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>How the cells of one column are written. Every part that is null is as in the rest of the file.</summary>
public sealed record CellFormat
{
    /// <summary>The character before the decimals of a number, <c>.</c> or <c>,</c>; null: that of the file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public char? DecimalMark { get; init; }

    /// <summary>
    /// The text that stands before or after each number and is not part of it: <c>$</c>, <c>%</c>, <c>kg</c>; null if there is none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>The order of day and month in dates; null: day first, as in 31.12.2026.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOrder? DateOrder { get; init; }

    /// <summary>Whether the cells are times of day, such as 21:30, which are read as dates of 1970-01-01; null: no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TimeOfDay { get; init; }

    /// <summary>The texts that mean a missing value in this column only, in addition to those of the file; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingMarks { get; init; }

    /// <summary>
    /// The texts that are values in this column, although they mean a missing value in the rest of the file; null if there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Values { get; init; }
}
