using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>The known properties of a table's file. The service detects properties that are null.</summary>
public sealed record UploadDetails
{
    /// <summary>The sheet of a workbook; the service reads the first one.</summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// The path of a file with the same columns, whose rows score every network that is trained on the dataset. Default: none.
    /// </summary>
    public string? TestPath { get; init; }

    /// <summary>The types of columns, by name, if the service would not detect them correctly.</summary>
    public IReadOnlyDictionary<string, ColumnType>? Types { get; init; }

    /// <summary>The columns to leave out.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The character between fields: <c>,</c> <c>;</c> <c>|</c> or a tab.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The character around fields: <c>"</c> or <c>'</c>.</summary>
    public char? Quote { get; init; }

    /// <summary>Whether the first row has the column names.</summary>
    public bool? Header { get; init; }

    /// <summary>The encoding: <c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c>, <c>iso-8859-1</c> or <c>windows-1252</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>The character before decimals: <c>.</c> or <c>,</c>.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>The character between thousands: <c>,</c> or <c>.</c>; the decimal mark is then the other one.</summary>
    public char? Thousands { get; init; }

    /// <summary>The order of day and month in dates.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>The texts that mean a missing value.</summary>
    public IReadOnlyList<string>? MissingMarks { get; init; }

    /// <summary>The number of rows at the end of the file that are not data, such as a total.</summary>
    public int? FooterRows { get; init; }

    /// <summary>The largest share of invalid cells in a column of <see cref="Types"/>, 0 to 1; the service uses 0.05.</summary>
    public double? MaximumInvalidShare { get; init; }
}
