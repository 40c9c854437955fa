using System.Globalization;
using System.Threading.RateLimiting;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using LearnML.Contracts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>
/// Limits concurrent uploads of all routes together; more are refused with status 503. One caller has half of the places, so that slow clients
/// with one key do not keep others out.
/// </summary>
/// <param name="options">The settings.</param>
internal sealed class UploadLimit(IOptions<LearnMLOptions> options) : IRateLimiterPolicy<string>, IDisposable
{
    /// <summary>The name of the policy.</summary>
    public const string PolicyName = "uploads";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter all = Create(2 * options.Value.Limits.UploadsAtOnce);

    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected => async (rejected, _) =>
    {
        var reason = string.Create(CultureInfo.InvariantCulture,
            $"{options.Value.Limits.UploadsAtOnce} files are being uploaded with this key, or twice as many in all, which is the maximum. ") +
            "Try again in a few seconds.";
        await ProblemResult.Create(rejected.HttpContext, StatusCodes.Status503ServiceUnavailable, reason, RetryAfter)
            .ExecuteAsync(rejected.HttpContext);
    };

    /// <summary>Returns the partition of a caller. Callers without the scope take no place, because authorization refuses them next.</summary>
    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => CallerClaims.HasScope(httpContext.User, Scope.Train)
        ? RateLimitPartition.Get(
            RateLimitPartitionKey.For(httpContext), _ => RateLimiter.CreateChained(Create(options.Value.Limits.UploadsAtOnce), all))
        : RateLimitPartition.GetNoLimiter("");

    public void Dispose() => all.Dispose();

    private static ConcurrencyLimiter Create(int places) => new(new ConcurrencyLimiterOptions { PermitLimit = places, QueueLimit = 0 });
}
