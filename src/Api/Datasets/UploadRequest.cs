namespace LearnML.Api.Datasets;

/// <summary>The form of an upload.</summary>
/// <remarks>As documented; <see cref="UploadForm"/> reads it.</remarks>
/// <param name="File">The CSV file.</param>
/// <param name="Name">The name to use in a spec: 1 to 63 of a-z, 0-9, '.', '_' and '-'.</param>
/// <param name="Target">The column to predict where a spec names none.</param>
/// <param name="Types">Types of columns as a JSON object, where they are not as found: <c>{"MSSubClass": "categorical"}</c>.</param>
/// <param name="Exclude">Columns to leave out, as a JSON list.</param>
/// <param name="Delimiter">Between fields: <c>,</c> <c>;</c> <c>|</c> or <c>\t</c>.</param>
/// <param name="Quote">Around fields: <c>"</c> or <c>'</c>.</param>
/// <param name="Header">Whether the first row holds the names: <c>true</c> or <c>false</c>.</param>
/// <param name="Encoding"><c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c>, <c>iso-8859-1</c> or <c>windows-1252</c>.</param>
/// <param name="DecimalMark">Before decimals: <c>.</c> or <c>,</c>.</param>
/// <param name="MissingMarks">Fields that stand for a missing value, as a JSON list.</param>
internal sealed record UploadRequest(
    IFormFile File,
    string Name,
    string? Target,
    string? Types,
    string? Exclude,
    string? Delimiter,
    string? Quote,
    string? Header,
    string? Encoding,
    string? DecimalMark,
    string? MissingMarks);
