using System.Globalization;
using System.Threading.RateLimiting;
using LearnML.Api.Problems;
using Microsoft.AspNetCore.RateLimiting;

namespace LearnML.Api.Limits;

/// <summary>Limits the requests per second of one key, or of one address without a key, with a token bucket.</summary>
internal static class RequestRate
{
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            Counted.Of(context),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.RequestBurst,
                TokensPerPeriod = limits.RequestsPerSecond,
                ReplenishmentPeriod = Refill,
            }));
        limiter.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : Refill;
            var reason = string.Create(CultureInfo.InvariantCulture, $"There are more than {limits.RequestsPerSecond} requests per second "
                + $"with this key, or without a key from this address. Try again in a second.");
            await Refusal.Of(rejected.HttpContext, StatusCodes.Status429TooManyRequests, reason, wait).ExecuteAsync(rejected.HttpContext);
        };
    }

    /// <summary>Adds the rate limiter for all callers except local ones that need no key.</summary>
    public static void Use(IApplicationBuilder app) => app.UseWhen(context => !Counted.IsLocal(context.User), limited => limited.UseRateLimiter());
}
