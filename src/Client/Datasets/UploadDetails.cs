using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>What the caller knows of a CSV file. The service finds out what is left null.</summary>
public sealed record UploadDetails
{
    /// <summary>The types of columns, by name, where they are not as the service would find.</summary>
    public IReadOnlyDictionary<string, ColumnType>? Types { get; init; }

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Between fields: <c>,</c> <c>;</c> <c>|</c> or the tab.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Around fields: <c>"</c> or <c>'</c>.</summary>
    public char? Quote { get; init; }

    /// <summary>Whether the first row holds the names.</summary>
    public bool? Header { get; init; }

    /// <summary><c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c>, <c>iso-8859-1</c> or <c>windows-1252</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>Before decimals: <c>.</c> or <c>,</c>.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>Fields that stand for a missing value.</summary>
    public IReadOnlyList<string>? MissingMarks { get; init; }
}
