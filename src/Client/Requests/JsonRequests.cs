using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Sends HTTP requests and reads their JSON answers. Throws a <see cref="LearnMLException"/> for an error answer.</summary>
/// <param name="http">The HTTP client, whose base address is the service's address.</param>
internal sealed class JsonRequests(HttpClient http)
{
    /// <summary>The JSON format of the contracts, but unknown fields are ignored, because a newer service may return more fields.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new(WireFormat.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>Escapes a name for use in a path.</summary>
    /// <exception cref="ArgumentException">The name is null, empty, <c>.</c> or <c>..</c>, which would change the path.</exception>
    public static string EscapePathSegment(string name) => name is null or "" or "." or ".."
        ? throw new ArgumentException($"'{name}' is not a valid name.", nameof(name))
        : Uri.EscapeDataString(name);

    /// <summary>Adds a query with all values that are not null to a path.</summary>
    public static string AddQuery(string path, params IEnumerable<(string Name, object? Value)> values)
    {
        var given = values.Where(each => each.Value is not null)
            .Select(each => $"{each.Name}={Uri.EscapeDataString(FormatValue(each.Value!))}").ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, CreateContent(body), cancellationToken);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Put, path, CreateContent(body), cancellationToken);

    public Task<T> PatchAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Patch, path, CreateContent(body), cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(path, UriKind.Relative));
        using var response = await SendAsync(request, cancellationToken);
    }

    /// <summary>Copies an answer of any size to a stream.</summary>
    public async Task DownloadAsync(string path, Stream destination, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        using var response = await SendAsync(request, cancellationToken, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(destination, cancellationToken);
    }

    /// <summary>Posts a form with <c>Expect: 100-continue</c>, so that the service can refuse a body that is too large before it is sent.</summary>
    public async Task<T> PostFormAsync<T>(string path, MultipartFormDataContent form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = form };
        request.Headers.ExpectContinue = true;
        return await ReadAsync<T>(request, cancellationToken);
    }

    /// <summary>Posts a CSV file with <c>Expect: 100-continue</c>, as <see cref="PostFormAsync"/> does.</summary>
    public async Task<T> PostCsvAsync<T>(string path, Stream csv, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.ExpectContinue = true;
        return await ReadAsync<T>(request, cancellationToken);
    }

    private static JsonContent? CreateContent(object? body) => body is null ? null : JsonContent.Create(body, body.GetType(), options: JsonOptions);

    private static string FormatValue(object value) => value switch
    {
        Enum or bool => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        return await ReadAsync<T>(request, cancellationToken);
    }

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<T>(JsonOptions, cancellationToken))!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var response = await SendCoreAsync(request, completion, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new LearnMLException(
                $"{request.Method} {request.RequestUri!.PathAndQuery}",
                response.StatusCode,
                await ReadProblemAsync(response, cancellationToken),
                response.Headers.RetryAfter?.Delta);
        }
    }

    private async Task<HttpResponseMessage> SendCoreAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellationToken);
        }
        catch (ArgumentException exception) when (request.Content is JsonContent)
        {
            throw new ArgumentException(
                "The request contains a number that is NaN or infinite, which JSON does not support. Use null for a missing value.", exception);
        }
    }

    private static async Task<Problem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(JsonOptions, cancellationToken) ?? new Problem();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The answer is not JSON, for example a proxy's error page. Then only the status is known.
            return new Problem();
        }
    }
}
