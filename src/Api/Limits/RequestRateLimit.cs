using System.Globalization;
using System.Threading.RateLimiting;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using Microsoft.AspNetCore.RateLimiting;

namespace LearnML.Api.Limits;

/// <summary>
/// Limits the requests per second of one key, or of one address without a key, with a token bucket. Local callers that need no key are not limited.
/// </summary>
internal static class RequestRateLimit
{
    private static readonly TimeSpan ReplenishmentPeriod = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => GetPartition(context, limits));
        limiter.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : ReplenishmentPeriod;
            var reason = string.Create(CultureInfo.InvariantCulture, $"There are more than {limits.RequestsPerSecond} requests per second "
                + $"with this key, or without a key from this address. Try again in a second.");
            await ProblemResult.Create(rejected.HttpContext, StatusCodes.Status429TooManyRequests, reason, wait).ExecuteAsync(rejected.HttpContext);
        };
    }

    private static RateLimitPartition<string> GetPartition(HttpContext context, LimitOptions limits)
    {
        var key = RateLimitPartitionKey.For(context);
        return RateLimitPartitionKey.IsLocal(context.User) ? RateLimitPartition.GetNoLimiter(key) : RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.RequestBurst,
                TokensPerPeriod = limits.RequestsPerSecond,
                ReplenishmentPeriod = ReplenishmentPeriod,
            });
    }
}
