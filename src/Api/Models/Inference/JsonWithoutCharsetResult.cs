using System.Text.Json;
using LearnML.Api.Models.Inference.Protocol;

namespace LearnML.Api.Models.Inference;

/// <summary>A JSON response with the content type <c>application/json</c> and no charset, as the protocol defines it.</summary>
/// <param name="value">The record to write.</param>
/// <param name="status">The HTTP status code.</param>
internal sealed class JsonWithoutCharsetResult(object value, int status = StatusCodes.Status200OK) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(httpContext.Response.Body, value, ProtocolJson.Options, httpContext.RequestAborted);
    }
}
