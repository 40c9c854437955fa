using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using LearnML.Api.Problems;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>Limits concurrent uploads.</summary>
/// <param name="options">The settings.</param>
internal sealed class UploadLimit(IOptions<LearnMLOptions> options) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim places = new(options.Value.Limits.UploadsAtOnce);

    /// <summary>Passes on an upload, or answers with status 503.</summary>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!places.Wait(0))
        {
            var reason = string.Create(CultureInfo.InvariantCulture,
                $"{options.Value.Limits.UploadsAtOnce} files are being uploaded, which is the maximum. Try again in a few seconds.");
            return ProblemResult.Create(http, StatusCodes.Status503ServiceUnavailable, reason, RetryAfter);
        }

        try
        {
            // A client that sends almost nothing must not occupy a place.
            RequestBodyBuffer.RequireMinimumRate(http.Request);
            return await next(context);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}
