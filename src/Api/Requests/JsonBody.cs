using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnML.Api.Requests;

/// <summary>A request's body as JSON; null when the body is empty.</summary>
/// <param name="Json">The body.</param>
public sealed record JsonBody(JsonNode? Json)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Called by the framework for a handler's parameter.</summary>
    /// <exception cref="BadHttpRequestException">It is not JSON (400, 415) or too large (413).</exception>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length == 0)
        {
            return new JsonBody((JsonNode?)null);
        }

        RequireJson(request);
        try
        {
            return new JsonBody(JsonNode.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), documentOptions: Strict));
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}", StatusCodes.Status400BadRequest, exception);
        }
    }

    internal static void RequireJson(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                $"The content type must be application/json; it is {request.ContentType ?? "missing"}.", StatusCodes.Status415UnsupportedMediaType);
        }
    }
}
