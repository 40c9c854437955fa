using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>
/// Limits concurrent uploads of all routes together; more are refused with status 503. One caller has half of the places, so that slow clients
/// with one key do not keep others out. Callers without the scope take no place, because authorization refuses them next.
/// </summary>
/// <param name="options">The settings.</param>
internal sealed class UploadLimit(IOptions<LearnMLOptions> options) : IMiddleware, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter all = Create(2 * options.Value.Limits.UploadsAtOnce);
    private readonly ConcurrentDictionary<string, RateLimiter> callers = new(); // at most one for each key

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<UploadLimitMetadata>() is null || !CallerClaims.HasScope(context.User, Scope.Train))
        {
            await next(context);
            return;
        }

        using var place = callers.GetOrAdd(
            RateLimitPartitionKey.For(context), _ => RateLimiter.CreateChained(Create(options.Value.Limits.UploadsAtOnce), all)).AttemptAcquire();
        if (place.IsAcquired)
        {
            await next(context);
            return;
        }

        var reason = string.Create(CultureInfo.InvariantCulture,
            $"Too many files are being uploaded. At most {options.Value.Limits.UploadsAtOnce} may be by one caller, and twice as many by all. ") +
            "Try again in a few seconds.";
        await ProblemResult.Create(context, StatusCodes.Status503ServiceUnavailable, reason, RetryAfter).ExecuteAsync(context);
    }

    public void Dispose() => all.Dispose();

    private static ConcurrencyLimiter Create(int places) => new(new ConcurrencyLimiterOptions { PermitLimit = places, QueueLimit = 0 });
}
