using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>
/// Limits the requests per second of one key, or of one address without a key, with a token bucket. Local callers that need no key are not limited,
/// nor are routes with <see cref="DisableRateLimitingAttribute"/>. The framework's own middleware is not used: it wakes the process twenty times a
/// second, also when there are no requests.
/// </summary>
/// <param name="options">The settings.</param>
internal sealed class RequestRateLimit(IOptions<LearnMLOptions> options) : IMiddleware, IDisposable
{
    // A bucket that is left alone for this long is full, so it can be forgotten.
    private readonly TimeSpan timeToFill = RequestBucket.ReplenishmentPeriod
        * (2 + ((double)options.Value.Limits.RequestBurst / options.Value.Limits.RequestsPerSecond));

    private readonly MemoryCache buckets = new(new MemoryCacheOptions());

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (IsUnlimited(context) || TryTake(RateLimitPartitionKey.For(context)))
        {
            await next(context);
            return;
        }

        var reason = string.Create(CultureInfo.InvariantCulture, $"There are more than {options.Value.Limits.RequestsPerSecond} requests per second "
            + $"with this key, or without a key from this address. Try again in a second.");
        await ProblemResult.Create(context, StatusCodes.Status429TooManyRequests, reason, RequestBucket.ReplenishmentPeriod).ExecuteAsync(context);
    }

    public void Dispose() => buckets.Dispose();

    private static bool IsUnlimited(HttpContext context) =>
        RateLimitPartitionKey.IsLocal(context.User) || context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null;

    private bool TryTake(string caller)
    {
        var bucket = buckets.GetOrCreate(caller, entry =>
        {
            entry.SlidingExpiration = timeToFill;
            return RequestBucket.Create(options.Value.Limits);
        })!;
        return RequestBucket.TryTake(bucket);
    }
}
