using LearnML.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Limits;

/// <summary>
/// Unpacks bodies that were sent compressed. The framework's own middleware would fix their limit before a route has named its own; here
/// what comes out is held against the limit of the request as it is when it is read.
/// </summary>
/// <param name="next">Handles the request.</param>
/// <param name="provider">The framework's decompression.</param>
/// <param name="options">The settings.</param>
internal sealed class RequestDecompression(RequestDelegate next, IRequestDecompressionProvider provider, IOptions<LearnMLOptions> options)
{
    private const string Known = "gzip, br, deflate";

    public Task InvokeAsync(HttpContext context)
    {
        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count == 0 || (encoding.Count == 1 && string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return next(context);
        }

        if (provider.GetDecompressionStream(context) is not { } unpacked)
        {
            context.Response.Headers[HeaderNames.AcceptEncoding] = Known;
            return Refusal.Of(context, StatusCodes.Status415UnsupportedMediaType,
                $"The Content-Encoding is '{encoding}'; it must be one of {Known}, or not be there.").ExecuteAsync(context);
        }

        return UnpackAsync(context, new UnpackedBody(unpacked, encoding!, () => Limit(context)));
    }

    private async Task UnpackAsync(HttpContext context, UnpackedBody body)
    {
        await using (body)
        {
            // It was that of what was sent.
            context.Request.ContentLength = null;
            context.Request.Body = body;
            await next(context);
        }
    }

    private long Limit(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? options.Value.Limits.RequestBytes;
}
