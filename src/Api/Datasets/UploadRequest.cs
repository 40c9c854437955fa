namespace LearnML.Api.Datasets;

/// <summary>The form of a dataset upload.</summary>
/// <remarks>For documentation only; <see cref="UploadForm"/> reads the form.</remarks>
/// <param name="File">
/// The table: CSV, Parquet, JSON Lines or an Excel workbook (.xlsx), also compressed with gzip; or a ZIP archive of tables. Send several
/// <c>file</c> parts, with the same columns, to join them.
/// </param>
/// <param name="TestFile">A file of labelled rows with the same columns, which score the networks; of any kind too.</param>
/// <param name="Name">The name of the dataset in specs: 1 to 63 of a-z, 0-9, '.', '_' and '-'.</param>
/// <param name="Target">The column to predict if a spec names none.</param>
/// <param name="Sheet">The sheet of a workbook; the first one if it is left out.</param>
/// <param name="Types">Column types that differ from the detected ones, as a JSON object: <c>{"MSSubClass": "categorical"}</c>.</param>
/// <param name="Exclude">Columns to exclude, as a JSON list.</param>
/// <param name="Delimiter">The character between fields: <c>,</c> <c>;</c> <c>|</c> or <c>\t</c>.</param>
/// <param name="Quote">The character around fields: <c>"</c> or <c>'</c>.</param>
/// <param name="Header">Whether the first row holds the column names: <c>true</c> or <c>false</c>.</param>
/// <param name="Encoding">The encoding of the file: <c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c>, <c>iso-8859-1</c> or <c>windows-1252</c>.</param>
/// <param name="DecimalMark">The decimal mark: <c>.</c> or <c>,</c>.</param>
/// <param name="Thousands">The mark between thousands: <c>,</c> or <c>.</c>; the decimal mark is then the other one.</param>
/// <param name="DateOrder">The order of day and month in dates: <c>dayFirst</c> or <c>monthFirst</c>.</param>
/// <param name="MissingMarks">Texts that mean a missing value, as a JSON list.</param>
/// <param name="FooterRows">The number of rows at the end of the file that are not data, such as a total.</param>
/// <param name="MaximumInvalidShare">The largest share of invalid cells in a column of <c>types</c>, 0 to 1; default 0.05.</param>
internal sealed record UploadRequest(
    IFormFile File,
    IFormFile? TestFile,
    string Name,
    string? Target,
    string? Sheet,
    string? Types,
    string? Exclude,
    string? Delimiter,
    string? Quote,
    string? Header,
    string? Encoding,
    string? DecimalMark,
    string? Thousands,
    string? DateOrder,
    string? MissingMarks,
    string? FooterRows,
    string? MaximumInvalidShare);
