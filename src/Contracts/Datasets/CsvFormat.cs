namespace LearnML.Contracts;

/// <summary>The format of a CSV file (https://www.rfc-editor.org/rfc/rfc4180 and its many variants).</summary>
public sealed record CsvFormat
{
    /// <summary>The character between the fields of a row: <c>,</c> <c>;</c> <c>|</c> or a tab.</summary>
    public required char Delimiter { get; init; }

    /// <summary>The character around fields that contain delimiters or line breaks: <c>"</c> or <c>'</c>.</summary>
    public required char Quote { get; init; }

    /// <summary>Whether the first row has the column names; otherwise the columns are named column1, column2, ...</summary>
    public required bool Header { get; init; }

    /// <summary>The IANA name of the encoding: <c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c>, <c>iso-8859-1</c> or <c>windows-1252</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>The character before the decimals of a number: <c>.</c> or <c>,</c>.</summary>
    public required char DecimalMark { get; init; }

    /// <summary>The texts that mean a missing value, in addition to an empty field.</summary>
    public required IReadOnlyList<string> MissingMarks { get; init; }

    /// <summary>The number of lines above the header or the first row that are not data: a title, comments or empty lines.</summary>
    public int TitleLines { get; init; }

    /// <summary>The number of rows at the end of the file that are not data, such as a total.</summary>
    public int FooterRows { get; init; }
}
