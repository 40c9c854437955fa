using System.Globalization;
using LearnML.Api.Access;
using LearnML.Api.Jobs;
using LearnML.Api.Problems;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>How many jobs of a key may wait or run.</summary>
/// <param name="jobs">The jobs that there are.</param>
/// <param name="options">The settings.</param>
internal sealed class QueuedJobsLimit(JobStore jobs, IOptions<LearnMLOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> arriving = new(StringComparer.Ordinal);

    /// <summary>Lets a request that adds a job through, or answers it 429.</summary>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, most) = (context.HttpContext, options.Value.Limits.QueuedJobs);
        var key = Callers.NameOf(http.User);

        // Those that come at once count each other: each would otherwise find the last place free.
        var others = Arrive(key, 1) - 1;
        try
        {
            if (await jobs.CountOpenAsync(key, http.RequestAborted) + others < most)
            {
                return await next(context);
            }
        }
        finally
        {
            Arrive(key, -1);
        }

        var reason = string.Create(CultureInfo.InvariantCulture, $"There are {most} jobs that wait or run, as many as a key may have. Wait for one to end, or cancel one.");
        return Refusal.Of(http, StatusCodes.Status429TooManyRequests, reason, RetryAfter);
    }

    private int Arrive(string key, int more)
    {
        lock (arriving)
        {
            var now = arriving.GetValueOrDefault(key) + more;
            if (now == 0)
            {
                arriving.Remove(key);
            }
            else
            {
                arriving[key] = now;
            }

            return now;
        }
    }
}
