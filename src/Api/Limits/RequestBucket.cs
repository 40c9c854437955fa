using System.Threading.RateLimiting;
using LearnML.Api.Hosting;

namespace LearnML.Api.Limits;

/// <summary>The token bucket of one caller or connection. It is filled when a token is taken: a timer would wake an idle process.</summary>
internal static class RequestBucket
{
    /// <summary>How often tokens are added.</summary>
    public static readonly TimeSpan ReplenishmentPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Creates a full bucket with the limits of requests.</summary>
    public static TokenBucketRateLimiter Create(LimitOptions limits) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = limits.RequestBurst,
        TokensPerPeriod = limits.RequestsPerSecond,
        ReplenishmentPeriod = ReplenishmentPeriod,
        AutoReplenishment = false,
    });

    /// <summary>Takes a token if there is one.</summary>
    public static bool TryTake(TokenBucketRateLimiter bucket)
    {
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }
}
