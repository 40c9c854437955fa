using System.Globalization;
using System.Threading.RateLimiting;
using LearnML.Api.Problems;
using Microsoft.AspNetCore.RateLimiting;

namespace LearnML.Api.Limits;

/// <summary>How many requests a second a key, or an address without one, may make.</summary>
internal static class RequestRate
{
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(Counted.Of(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.RequestBurst,
            TokensPerPeriod = limits.RequestsPerSecond,
            ReplenishmentPeriod = Refill,
        }));
        limiter.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : Refill;
            var reason = string.Create(CultureInfo.InvariantCulture, $"There are more than {limits.RequestsPerSecond} requests a second with this key, or from this address without one. Try again in a second.");
            await Refusal.Of(rejected.HttpContext, StatusCodes.Status429TooManyRequests, reason, wait).ExecuteAsync(rejected.HttpContext);
        };
    }

    /// <summary>Callers on this machine never come near the limiter where they need no key.</summary>
    public static void Use(IApplicationBuilder app) => app.UseWhen(context => !Counted.IsLocal(context.User), limited => limited.UseRateLimiter());
}
