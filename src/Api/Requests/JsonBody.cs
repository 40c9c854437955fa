using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Hosting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Requests;

/// <summary>The JSON body of a request.</summary>
/// <param name="Json">The JSON; null if the body is empty.</param>
public sealed record JsonBody(JsonNode? Json)
{
    private const int ReadBytes = 1 << 16;

    /// <summary>
    /// How many bytes of memory one byte of a body may become: the smallest value, <c>1,</c>, becomes an object, and a checked copy of it.
    /// </summary>
    private const int MemoryPerByte = 100;

    /// <summary>Refuses duplicate property names, because it is not defined which of them counts.</summary>
    internal static readonly JsonDocumentOptions StrictOptions = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the body. ASP.NET Core calls this method to bind the parameter of a route handler.</summary>
    /// <exception cref="BadHttpRequestException">The body is not JSON (400, 415), too large (413), or all bodies being handled are (503).</exception>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        using var bytes = new MemoryStream();
        var memory = context.RequestServices.GetRequiredService<RequestMemory>().ReserveUntilAnswered(context);
        var buffer = new byte[ReadBytes];
        while (await request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            memory.Add(MemoryPerByte * read);
            bytes.Write(buffer, 0, read);
        }

        if (bytes.Length == 0)
        {
            return new JsonBody((JsonNode?)null);
        }

        RequireJsonContentType(request);
        try
        {
            var body = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            var depth = context.RequestServices.GetRequiredService<IOptions<LearnMLOptions>>().Value.Limits.JsonDepth;
            RequireValidStrings(body, depth);
            return new JsonBody(JsonNode.Parse(body, documentOptions: StrictOptions with { MaxDepth = depth }));
        }
        catch (Exception exception) when (IsJsonError(exception))
        {
            throw new BadHttpRequestException(
                $"The body is not JSON: {JsonMistake.Describe(exception)}.", StatusCodes.Status400BadRequest, exception);
        }
    }

    /// <summary>
    /// Returns whether an exception means that the text is not valid JSON. For invalid UTF-8 and incomplete surrogate pairs System.Text.Json throws
    /// an <see cref="InvalidOperationException"/>.
    /// </summary>
    internal static bool IsJsonError(Exception exception) => exception is JsonException or InvalidOperationException;

    /// <summary>Decodes every string, so that invalid text is found now. A <see cref="JsonNode"/> decodes strings only when they are used.</summary>
    private static void RequireValidStrings(ReadOnlySpan<byte> body, int depth)
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

    internal static void RequireJsonContentType(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                $"Send the header Content-Type: application/json; the request has {request.ContentType ?? "none"}.",
                StatusCodes.Status415UnsupportedMediaType);
        }
    }
}
