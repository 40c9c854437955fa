using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Datasets;

/// <summary>Reads the form of a dataset upload.</summary>
/// <param name="errors">Collects validation errors.</param>
/// <param name="required">The names of the required fields besides the file.</param>
internal sealed class UploadForm(FieldErrors errors, params IReadOnlyList<string> required)
{
    /// <summary>The field of the table's files.</summary>
    public const string FileField = "file";

    /// <summary>The field of the files of the test rows.</summary>
    public const string TestFileField = "testFile";

    private const int MaximumFiles = 100;

    private static readonly string[] FieldNames =
    [
        "name", "target", "sheet", "types", "exclude", "delimiter", "quote", "header", "encoding", "decimalMark", "thousands",
        "dateOrder", "missingMarks", "footerRows", "maximumInvalidShare",
    ];

    private readonly FileFormReader form = new(errors, FieldNames, required)
    {
        MaximumFiles = new() { [FileField] = MaximumFiles, [TestFileField] = MaximumFiles },
    };

    /// <summary>The files of the table, in the order of the form.</summary>
    public IReadOnlyList<ReceivedFile> Files => form.GetFiles(FileField);

    /// <inheritdoc cref="FileFormReader.Paths"/>
    public IReadOnlyList<string> Paths => form.Paths;

    /// <summary>The files of the test rows, in the order of the form; empty if there are none.</summary>
    public IReadOnlyList<ReceivedFile> TestFiles => form.GetFiles(TestFileField);

    /// <summary>The name of the dataset.</summary>
    public string Name => form["name"] ?? "";

    /// <summary>The column to predict.</summary>
    public string? Target => form["target"];

    /// <summary>The sheet of a workbook; null: the first one.</summary>
    public string? Sheet => form["sheet"];

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
            var json = JsonNode.Parse(text, documentOptions: JsonBody.StrictOptions);
            errors.Require(!StoredText.HasNull(json), field, StoredText.NullReason);
            return json.Deserialize<T>(WireFormat.Options);
        }
        catch (Exception exception) when (JsonBody.IsJsonError(exception))
        {
            errors.Add(field, reason);
            return default;
        }
    }
}
