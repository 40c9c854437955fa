namespace LearnML.Contracts;

/// <summary>Corrections of an uploaded dataset. A field that is left out does not change.</summary>
public sealed record DatasetPatch
{
    /// <summary>The column to predict if a spec has no target.</summary>
    public string? Target { get; init; }

    /// <summary>The new types, by column name.</summary>
    public IReadOnlyDictionary<string, ColumnType>? Columns { get; init; }

    /// <summary>
    /// The character before the decimals of a number, <c>.</c> or <c>,</c>. It applies to each column whose numbers can be read with it.
    /// </summary>
    public char? DecimalMark { get; init; }

    /// <summary>The character between thousands, <c>,</c> or <c>.</c>; the decimal mark is then the other one.</summary>
    public char? Thousands { get; init; }

    /// <summary>The order of day and month in dates.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>Whether the first row has the column names.</summary>
    public bool? Header { get; init; }

    /// <summary>The texts that mean a missing value, in addition to an empty field.</summary>
    public IReadOnlyList<string>? MissingMarks { get; init; }

    /// <summary>The number of rows at the end of the file that are not data, such as a total.</summary>
    public int? FooterRows { get; init; }

    /// <summary>The columns to leave out of training, instead of those chosen before.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The largest share of invalid cells in a column whose type the caller sets, 0 to 1.</summary>
    public double? MaximumInvalidShare { get; init; }
}
