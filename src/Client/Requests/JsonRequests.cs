using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Sends requests and reads their answers; an answer that is an error is thrown.</summary>
/// <param name="http">What sends them; its base address is the service's.</param>
internal sealed class JsonRequests(HttpClient http)
{
    /// <summary>The contracts' format. A newer service may tell more than this client knows of, and is understood all the same.</summary>
    public static JsonSerializerOptions Format { get; } = new(WireFormat.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>A name as a part of a path.</summary>
    /// <exception cref="ArgumentException">It can be none: in a path it would mean another place.</exception>
    public static string Part(string name) => name is null or "" or "." or ".."
        ? throw new ArgumentException($"Nothing here can be called '{name}'.", nameof(name))
        : Uri.EscapeDataString(name);

    /// <summary>A path with a query of those values that are not null.</summary>
    public static string Query(string path, params IEnumerable<(string Name, object? Value)> values)
    {
        var given = values.Where(each => each.Value is not null).Select(each => $"{each.Name}={Uri.EscapeDataString(Text(each.Value!))}").ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Get, path, null, cancellation);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Post, path, Json(body), cancellation);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Put, path, Json(body), cancellation);

    public Task<T> PatchAsync<T>(string path, object body, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Patch, path, Json(body), cancellation);

    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(path, UriKind.Relative));
        using var response = await SendAsync(request, cancellation);
    }

    /// <summary>Copies an answer of any size.</summary>
    public async Task DownloadAsync(string path, Stream destination, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        using var response = await SendAsync(request, cancellation, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(destination, cancellation);
    }

    /// <summary>Posts a form, which may be larger than the service takes: it is asked before any of it is sent.</summary>
    public async Task<T> PostFormAsync<T>(string path, MultipartFormDataContent form, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = form };
        request.Headers.ExpectContinue = true;
        return await ReadAsync<T>(request, cancellation);
    }

    private static JsonContent? Json(object? body) => body is null ? null : JsonContent.Create(body, body.GetType(), options: Format);

    private static string Text(object value) => value switch
    {
        Enum or bool => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        return await ReadAsync<T>(request, cancellation);
    }

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await SendAsync(request, cancellation);
        return (await response.Content.ReadFromJsonAsync<T>(Format, cancellation))!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellation, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var response = await TrySendAsync(request, completion, cancellation);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new LearnMLException(
                $"{request.Method} {request.RequestUri!.PathAndQuery}", response.StatusCode, await ProblemAsync(response, cancellation), response.Headers.RetryAfter?.Delta);
        }
    }

    private async Task<HttpResponseMessage> TrySendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellation);
        }
        catch (ArgumentException exception) when (request.Content is JsonContent)
        {
            throw new ArgumentException("What is sent has a number that is NaN or infinite, which JSON cannot say. A missing value is null.", exception);
        }
    }

    private static async Task<Problem> ProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(Format, cancellation) ?? new Problem();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Some proxy's page: the status must do.
            return new Problem();
        }
    }
}
