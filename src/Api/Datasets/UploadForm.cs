using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables;

namespace LearnML.Api.Datasets;

/// <summary>Reads the form of a dataset upload.</summary>
/// <param name="errors">Collects validation errors.</param>
internal sealed class UploadForm(FieldErrors errors)
{
    private static readonly string[] Known =
        ["name", "target", "types", "exclude", "delimiter", "quote", "header", "encoding", "decimalMark", "missingMarks"];

    private readonly FileForm form = new(errors, Known, "name");

    /// <inheritdoc cref="FileForm.FileName"/>
    public string? FileName => form.FileName;

    /// <inheritdoc cref="FileForm.ContentHash"/>
    public string ContentHash => form.ContentHash;

    /// <summary>The name of the dataset.</summary>
    public string Name => form["name"] ?? "";

    /// <summary>The column to predict.</summary>
    public string? Target => form["target"];

    /// <summary>The column types by column name.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types => Json<Dictionary<string, ColumnType>>(
        "types", "must be a JSON object that maps columns to types, for example {\"Year\": \"categorical\"}") ?? [];

    /// <summary>The columns to exclude.</summary>
    public IReadOnlyList<string> Excluded => Texts("exclude", "must be a JSON list of column names") ?? [];

    /// <summary>The parts of the CSV format that the form defines. The others are detected.</summary>
    public CsvOverrides Format => new()
    {
        Delimiter = OneOf("delimiter", ',', ';', '\t', '|'),
        Quote = OneOf("quote", '"', '\''),
        Header = Json<bool?>("header", "must be true or false"),
        Encoding = Encoding(),
        DecimalMark = OneOf("decimalMark", '.', ','),
        MissingMarks = Texts("missingMarks", "must be a JSON list of strings"),
    };

    /// <inheritdoc cref="FileForm.ReadAsync"/>
    public Task ReadAsync(HttpRequest request, string path, CancellationToken cancellation) => form.ReadAsync(request, path, cancellation);

    private char? OneOf(string field, params ReadOnlySpan<char> allowed)
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

        errors.Add(field, $"must be one of {string.Join(" ", allowed.ToArray()).Replace("\t", "\\t", StringComparison.Ordinal)}");
        return null;
    }

    private string? Encoding()
    {
        var allowed = FamiliarFile.Encodings;
        var value = form["encoding"];
        errors.Require(value is null || allowed.Contains(value), "encoding", $"must be one of {string.Join(", ", allowed)}");
        return allowed.Contains(value) ? value : null;
    }

    private string[]? Texts(string field, string reason)
    {
        var texts = Json<string?[]>(field, reason);
        errors.Require(texts?.Contains(null) != true, field, reason);
        return texts?.OfType<string>().ToArray();
    }

    private T? Json<T>(string field, string reason)
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
