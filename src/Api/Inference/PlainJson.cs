using System.Text.Encodings.Web;
using System.Text.Json;

namespace LearnML.Api.Inference;

/// <summary>JSON whose content type is <c>application/json</c> and nothing more, as the protocol has it.</summary>
/// <param name="value">What to write, under its own names.</param>
/// <param name="status">The status.</param>
internal sealed class PlainJson(object value, int status) : IResult
{
    // It goes into no page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(httpContext.Response.Body, value, Readable, httpContext.RequestAborted);
    }
}
