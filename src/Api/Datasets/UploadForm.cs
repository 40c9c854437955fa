using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Datasets;

/// <summary>
/// Reads the multipart form of an upload: its one file goes straight to the disk, whatever its size, and its fields are kept.
/// </summary>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class UploadForm(FieldErrors errors)
{
    private const int LongestField = 1 << 20;

    private static readonly string[] Known =
        ["name", "target", "types", "exclude", "delimiter", "quote", "header", "encoding", "decimalMark", "missingMarks"];

    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);

    /// <summary>What the caller calls the file; null where there is none.</summary>
    public string? FileName { get; private set; }

    /// <summary>SHA-256 of the file, in lower-case hexadecimal.</summary>
    public string ContentHash { get; private set; } = "";

    /// <summary>The name of the dataset.</summary>
    public string Name => fields.GetValueOrDefault("name") ?? "";

    /// <summary>The column to predict.</summary>
    public string? Target => fields.GetValueOrDefault("target");

    /// <summary>The types of columns, by name.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types => Json<Dictionary<string, ColumnType>>("types", "must be a JSON object of column types, for example {\"Year\": \"categorical\"}") ?? [];

    /// <summary>The columns to leave out.</summary>
    public IReadOnlyList<string> Excluded => Texts("exclude", "must be a JSON list of column names") ?? [];

    /// <summary>What is known of the format.</summary>
    public CsvOverrides Format => new()
    {
        Delimiter = OneOf("delimiter", ',', ';', '\t', '|'),
        Quote = OneOf("quote", '"', '\''),
        Header = Json<bool?>("header", "must be true or false"),
        Encoding = Encoding(),
        DecimalMark = OneOf("decimalMark", '.', ','),
        MissingMarks = Texts("missingMarks", "must be a JSON list of texts"),
    };

    /// <summary>Reads the whole form.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Where the file goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BadHttpRequestException">It is no form (415), too large (413) or cut short (400).</exception>
    public async Task ReadAsync(HttpRequest request, string path, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new BadHttpRequestException(
                $"The content type must be multipart/form-data with a boundary; it is {request.ContentType ?? "missing"}.", StatusCodes.Status415UnsupportedMediaType);
        }

        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                await ReadAsync(section, path, cancellation);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException("The form is cut short or damaged.", exception);
        }

        errors.Require(FileName is not null, "file", "is required");
        errors.Require(Name.Length > 0, "name", "is required");
    }

    private async Task ReadAsync(MultipartSection section, string path, CancellationToken cancellation)
    {
        var disposition = section.GetContentDispositionHeader();
        var name = disposition is null ? "" : HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        if (disposition?.IsFileDisposition() == true && name == "file")
        {
            errors.Require(FileName is null, "file", "is there twice");
            FileName = Path.GetFileName(HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value);
            await SaveAsync(section.Body, path, cancellation);
        }
        else if (Known.Contains(name))
        {
            using var text = new StreamReader(section.Body);
            var buffer = new char[LongestField];
            var length = await text.ReadBlockAsync(buffer, cancellation);
            errors.Require(length < LongestField, name, "is too long");
            errors.Require(fields.TryAdd(name, new string(buffer, 0, length)), name, "is there twice");
        }
        else
        {
            errors.Add(name, $"is not a field here; the fields are file, {string.Join(", ", Known)}");
        }
    }

    private async Task SaveAsync(Stream content, string path, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var buffer = new byte[1 << 16];
        for (int count; (count = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        file.Flush(flushToDisk: true);
        ContentHash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private char? OneOf(string field, params ReadOnlySpan<char> allowed)
    {
        if (fields.GetValueOrDefault(field) is not { } text)
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
        var value = fields.GetValueOrDefault("encoding");
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
        if (fields.GetValueOrDefault(field) is not { } text)
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
