using System.Globalization;
using LearnML.Api.Problems;
using LearnML.Api.Serving;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>How many files are taken in at once.</summary>
/// <param name="options">The settings.</param>
internal sealed class UploadLimit(IOptions<LearnMLOptions> options) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim places = new(options.Value.Limits.UploadsAtOnce);

    /// <summary>Lets a request that brings a file through, or answers it 503.</summary>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!places.Wait(0))
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"There are {options.Value.Limits.UploadsAtOnce} files being sent, as many as are taken at once. Try again in some seconds.");
            return Refusal.Of(http, StatusCodes.Status503ServiceUnavailable, reason, RetryAfter);
        }

        try
        {
            // Who sends next to nothing keeps a place from others.
            RequestBytes.RequireRate(http.Request);
            return await next(context);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}
