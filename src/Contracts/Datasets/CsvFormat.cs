namespace LearnML.Contracts;

/// <summary>How a CSV file is written (https://www.rfc-editor.org/rfc/rfc4180 and its many dialects).</summary>
public sealed record CsvFormat
{
    /// <summary>Between the fields of a row: one of <c>,</c> <c>;</c> <c>|</c> and the tab.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Around fields that hold delimiters or line breaks: <c>"</c> or <c>'</c>.</summary>
    public required char Quote { get; init; }

    /// <summary>Whether the first row holds the column names; otherwise the columns are called column1, column2, ...</summary>
    public required bool Header { get; init; }

    /// <summary>The encoding by its IANA name: <c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c>, <c>iso-8859-1</c> or <c>windows-1252</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>Before the decimals of a number: <c>.</c> or <c>,</c>.</summary>
    public required char DecimalMark { get; init; }

    /// <summary>The fields that stand for a missing value, beside the empty one.</summary>
    public required IReadOnlyList<string> MissingMarks { get; init; }
}
