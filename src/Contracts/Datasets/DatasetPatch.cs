using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>Corrections of an uploaded dataset. A field that is left out does not change.</summary>
public sealed record DatasetPatch
{
    /// <summary>The column to predict if a spec has no target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Target { get; init; }

    /// <summary>The new types, by column name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ColumnType>? Columns { get; init; }

    /// <summary>
    /// The character before the decimals of a number, <c>.</c> or <c>,</c>. It applies to each column whose numbers can be read with it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public char? DecimalMark { get; init; }

    /// <summary>The character between thousands, <c>,</c> or <c>.</c>; the decimal mark is then the other one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public char? Thousands { get; init; }

    /// <summary>The order of day and month in dates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOrder? DateOrder { get; init; }

    /// <summary>Whether the first row has the column names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Header { get; init; }

    /// <summary>The texts that mean a missing value, in addition to an empty field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingMarks { get; init; }

    /// <summary>The number of rows at the end of the file that are not data, such as a total.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FooterRows { get; init; }

    /// <summary>The columns to leave out of training, instead of those chosen before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The largest share of invalid cells in a column whose type the caller sets, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaximumInvalidShare { get; init; }
}
