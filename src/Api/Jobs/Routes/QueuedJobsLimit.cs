using System.Globalization;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using LearnML.Api.Storage.Jobs;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Limits how many jobs of one key wait or run.</summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="options">The settings.</param>
internal sealed class QueuedJobsLimit(JobStore jobs, IOptions<LearnMLOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> pendingRequests = new(StringComparer.Ordinal);

    /// <summary>Passes on a request that adds a job, or answers with status 429.</summary>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, maximum) = (context.HttpContext, options.Value.Limits.QueuedJobs);
        var key = CallerClaims.GetName(http.User);

        // Concurrent requests count each other; otherwise several of them could take the last free place.
        var others = ChangePending(key, 1) - 1;
        try
        {
            if (await jobs.CountOpenAsync(key, http.RequestAborted) + others < maximum)
            {
                return await next(context);
            }
        }
        finally
        {
            ChangePending(key, -1);
        }

        var reason = string.Create(CultureInfo.InvariantCulture,
            $"This key already has {maximum} jobs that wait or run, which is the maximum. Wait until one ends, or cancel one.");
        return ProblemResult.Create(http, StatusCodes.Status429TooManyRequests, reason, RetryAfter);
    }

    private int ChangePending(string key, int change)
    {
        lock (pendingRequests)
        {
            var now = pendingRequests.GetValueOrDefault(key) + change;
            if (now == 0)
            {
                pendingRequests.Remove(key);
            }
            else
            {
                pendingRequests[key] = now;
            }

            return now;
        }
    }
}
