using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Requests;

/// <summary>A request's body as JSON; null when the body is empty.</summary>
/// <param name="Json">The body.</param>
public sealed record JsonBody(JsonNode? Json)
{
    /// <summary>A name that is there twice could be read either way.</summary>
    internal static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

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
            var body = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            var depth = context.RequestServices.GetRequiredService<IOptions<LearnMLOptions>>().Value.Limits.JsonDepth;
            RequireText(body, depth);
            return new JsonBody(JsonNode.Parse(body, documentOptions: Strict with { MaxDepth = depth }));
        }
        catch (Exception exception) when (IsNotJson(exception))
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}", StatusCodes.Status400BadRequest, exception);
        }
    }

    /// <summary>Whether the JSON library threw it for the text: damaged UTF-8 or half a surrogate pair is an invalid operation to it.</summary>
    internal static bool IsNotJson(Exception exception) => exception is JsonException or InvalidOperationException;

    /// <summary>Decodes every text once: a node would do so only when it is used.</summary>
    private static void RequireText(ReadOnlySpan<byte> body, int depth)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = depth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                reader.GetString();
            }
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
