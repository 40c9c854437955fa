using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using LearnML.Training.Tables.Files;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Limits;

/// <summary>
/// Decompresses request bodies. The framework's own middleware reads the size limit before the route sets its own. This middleware checks the
/// decompressed size against the limit that applies at each read.
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="provider">The framework's decompression provider.</param>
/// <param name="options">The settings.</param>
internal sealed class RequestDecompression(RequestDelegate next, IRequestDecompressionProvider provider, IOptions<LearnMLOptions> options)
{
    private const string SupportedEncodings = "gzip, br, deflate";

    public Task InvokeAsync(HttpContext context)
    {
        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count == 0 || (encoding.Count == 1 && string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return next(context);
        }

        var sent = new CountedBody(context.Request.Body);
        context.Request.Body = sent;
        if (provider.GetDecompressionStream(context) is not { } decompressed)
        {
            context.Response.Headers[HeaderNames.AcceptEncoding] = SupportedEncodings;
            return ProblemResult.Create(context, StatusCodes.Status415UnsupportedMediaType,
                $"The Content-Encoding is '{encoding}'; it must be one of {SupportedEncodings}, or left out.").ExecuteAsync(context);
        }

        return DecompressAsync(context, new DecompressedBody(decompressed, encoding!, () => SizeLimit.For(sent.ReadBytes, GetLimit(context))));
    }

    private async Task DecompressAsync(HttpContext context, DecompressedBody body)
    {
        await using (body)
        {
            // The Content-Length is that of the compressed body.
            context.Request.ContentLength = null;
            context.Request.Body = body;
            await next(context);
        }
    }

    private long GetLimit(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? options.Value.Limits.RequestBytes;
}
