using System.Text.Encodings.Web;
using System.Text.Json;

namespace LearnML.Api.Models.Inference;

/// <summary>A JSON response with the content type <c>application/json</c> and no charset, as the protocol defines it.</summary>
/// <param name="value">The value to write; property names stay as they are.</param>
/// <param name="status">The HTTP status code.</param>
internal sealed class JsonWithoutCharsetResult(object value, int status) : IResult
{
    // Relaxed escaping is safe, because the JSON is never embedded in HTML.
    private static readonly JsonSerializerOptions RelaxedEscaping = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(httpContext.Response.Body, value, RelaxedEscaping, httpContext.RequestAborted);
    }
}
