using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Datasets;

/// <summary>Reads the form of a dataset upload.</summary>
/// <param name="errors">Collects validation errors.</param>
/// <param name="testPath">The path to which the test file is written.</param>
internal sealed class UploadForm(FieldErrors errors, string testPath)
{
    private static readonly string[] FieldNames =
    [
        "name", "target", "types", "exclude", "delimiter", "quote", "header", "encoding", "decimalMark", "thousands",
        "dateOrder", "missingMarks", "footerRows", "maximumInvalidShare",
    ];

    private readonly FileFormReader form = new(errors, FieldNames, "name") { SecondFile = ("testFile", testPath) };

    /// <inheritdoc cref="FileFormReader.FileName"/>
    public string? FileName => form.FileName;

    /// <inheritdoc cref="FileFormReader.ContentHash"/>
    public string ContentHash => form.ContentHash;

    /// <inheritdoc cref="FileFormReader.SecondFileName"/>
    public string? TestFileName => form.SecondFileName;

    /// <inheritdoc cref="FileFormReader.SecondContentHash"/>
    public string? TestHash => form.SecondContentHash;

    /// <summary>The name of the dataset.</summary>
    public string Name => form["name"] ?? "";

    /// <summary>The column to predict.</summary>
    public string? Target => form["target"];

    /// <summary>What the form says about the table. Everything else is detected.</summary>
    public InspectionOptions Inspection => new()
    {
        Delimiter = ReadChar("delimiter", CsvFormatReuse.SupportedDelimiters),
        Quote = ReadChar("quote", CsvFormatReuse.SupportedQuotes),
        Encoding = ReadEncoding(),
        Settings = new DatasetPatch
        {
            Target = Target,
            Columns = ReadJson<Dictionary<string, ColumnType>>(
                "types", "must be a JSON object that maps columns to types, for example {\"Year\": \"categorical\"}"),
            Exclude = ReadStrings("exclude", "must be a JSON list of column names"),
            Header = ReadJson<bool?>("header", "must be true or false"),
            DecimalMark = ReadChar("decimalMark", CsvFormatReuse.SupportedDecimalMarks),
            Thousands = ReadChar("thousands", CsvFormatReuse.SupportedDecimalMarks),
            DateOrder = form["dateOrder"] is { } order ? errors.ParseEnum<DateOrder>(order, "dateOrder") : null,
            MissingMarks = ReadStrings("missingMarks", "must be a JSON list of strings"),
            FooterRows = ReadJson<int?>("footerRows", "must be a whole number"),
            MaximumInvalidShare = ReadJson<double?>("maximumInvalidShare", "must be a number"),
        },
    };

    /// <inheritdoc cref="FileFormReader.ReadAsync"/>
    public Task ReadAsync(HttpRequest request, string path, CancellationToken cancellationToken) => form.ReadAsync(request, path, cancellationToken);

    private char? ReadChar(string field, IReadOnlyList<char> allowed)
    {
        if (form[field] is not { } text)
        {
            return null;
        }

        var value = text == "\\t" ? "\t" : text;
        if (value.Length == 1 && allowed.Contains(value[0]))
        {
            return value[0];
        }

        errors.Add(field, $"must be one of {string.Join(' ', allowed).Replace("\t", "\\t", StringComparison.Ordinal)}");
        return null;
    }

    private string? ReadEncoding()
    {
        var allowed = CsvFormatReuse.SupportedEncodings;
        var value = form["encoding"];
        errors.Require(value is null || allowed.Contains(value), "encoding", $"must be one of {string.Join(", ", allowed)}");
        return allowed.Contains(value) ? value : null;
    }

    private string[]? ReadStrings(string field, string reason)
    {
        var texts = ReadJson<string?[]>(field, reason);
        errors.Require(texts?.Contains(null) != true, field, reason);
        return texts?.OfType<string>().ToArray();
    }

    private T? ReadJson<T>(string field, string reason)
    {
        if (form[field] is not { } text)
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text, WireFormat.Options);
        }
        catch (JsonException)
        {
            errors.Add(field, reason);
            return default;
        }
    }
}
