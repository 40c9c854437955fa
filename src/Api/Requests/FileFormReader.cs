using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using LearnML.Api.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Requests;

/// <summary>
/// Reads a multipart form with files. A file is written directly to disk, whatever its size. The other fields are kept in memory.
/// </summary>
/// <param name="errors">Collects validation errors.</param>
/// <param name="known">The names of the other fields, including <paramref name="required"/>.</param>
/// <param name="required">The names of the required fields.</param>
internal sealed class FileFormReader(FieldErrors errors, IReadOnlyList<string> known, params IReadOnlyList<string> required)
{
    private const int MaximumFieldLength = 1 << 20;
    private const int MaximumParts = 100;

    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private readonly List<ReceivedFile> files = [];
    private readonly List<string> paths = [];

    /// <summary>The names of the file fields, with the largest number of parts of each. Default: one part <c>file</c>.</summary>
    public Dictionary<string, int> MaximumFiles { get; init; } = new() { ["file"] = 1 };

    /// <summary>The paths of all files that were written, also of one that is incomplete.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Returns the files of a field, in the order of the form.</summary>
    public IReadOnlyList<ReceivedFile> GetFiles(string field) => [.. files.Where(file => file.Field == field)];

    /// <summary>The value of a field; null if the form does not have it.</summary>
    public string? this[string field] => fields.GetValueOrDefault(field);

    /// <summary>Reads the whole form.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The path to which the first file is written. Further files have a number at the end of it.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="BadHttpRequestException">
    /// The body is not a form (415), it is too large (413), or it is incomplete or has too many parts (400).
    /// </exception>
    /// <exception cref="IOException">The file cannot be stored, for example because the disk is full.</exception>
    public async Task ReadAsync(HttpRequest request, string path, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new BadHttpRequestException(
                $"Send a form, with the header Content-Type: multipart/form-data and a boundary; the request has {request.ContentType ?? "none"}.",
                StatusCodes.Status415UnsupportedMediaType);
        }

        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            for (var parts = 1; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
            {
                if (parts > MaximumParts)
                {
                    throw new BadHttpRequestException($"The form has more than {MaximumParts} parts.");
                }

                await ReadSectionAsync(section, path, cancellationToken);
            }
        }
        catch (Exception exception) when (
            exception is InvalidDataException || (exception is IOException and not BadHttpRequestException && !DiskFailure.Is(exception)))
        {
            throw new BadHttpRequestException("The form is incomplete or damaged.", exception);
        }

        errors.Require(files.Any(file => file.Field == "file"), "file", "is required");
        foreach (var field in required)
        {
            errors.Require(fields.GetValueOrDefault(field) is { Length: > 0 }, field, "is required");
        }
    }

    private async Task ReadSectionAsync(MultipartSection section, string path, CancellationToken cancellationToken)
    {
        var disposition = section.GetContentDispositionHeader();
        var name = disposition is null ? "" : HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        if (disposition?.IsFileDisposition() == true && MaximumFiles.ContainsKey(name))
        {
            await ReadFileAsync(section, disposition, name, path, cancellationToken);
        }
        else if (known.Contains(name))
        {
            using var text = new StreamReader(section.Body);
            var buffer = ArrayPool<char>.Shared.Rent(MaximumFieldLength);
            try
            {
                var length = await text.ReadBlockAsync(buffer.AsMemory(0, MaximumFieldLength), cancellationToken);
                errors.Require(length < MaximumFieldLength, name, "is too long");
                errors.Require(!buffer.AsSpan(0, length).Contains('\0'), name, StoredText.NullReason);
                errors.Require(fields.TryAdd(name, new string(buffer, 0, length)), name, "appears twice");
            }
            finally
            {
                ArrayPool<char>.Shared.Return(buffer);
            }
        }
        else
        {
            errors.Add(name, $"is not a known field; the fields are {string.Join(", ", MaximumFiles.Keys.Concat(known))}");
        }
    }

    private async Task ReadFileAsync(
        MultipartSection section, ContentDispositionHeaderValue disposition, string field, string path, CancellationToken cancellationToken)
    {
        var maximum = MaximumFiles[field];
        if (files.Count(file => file.Field == field) == maximum)
        {
            errors.Add(field, maximum == 1 ? "appears twice" : $"appears more than {maximum} times");
            return;
        }

        var filePath = files.Count == 0 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}-part{files.Count}");
        var fileName = GetFileName(disposition);
        errors.Require(!StoredText.HasNull(fileName), field, $"has a file name that {StoredText.NullReason}");
        paths.Add(filePath);
        files.Add(new ReceivedFile(field, filePath, fileName, await SaveAsync(section.Body, filePath, cancellationToken)));
    }

    private static string GetFileName(ContentDispositionHeaderValue disposition)
    {
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return Path.GetFileName(HeaderUtilities.RemoveQuotes(fileName).Value) ?? "";
    }

    /// <summary>Writes a file and returns its SHA-256 hash, in lower-case hexadecimal.</summary>
    private static async Task<string> SaveAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var buffer = new byte[1 << 16];
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
