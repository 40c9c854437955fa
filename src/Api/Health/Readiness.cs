using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>
/// Checks whether the service can work. The route needs no key, and the checks write a file and use the device, so all requests within one second
/// share one result.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider time)
{
    /// <summary>The tag of the checks that decide readiness.</summary>
    public const string Tag = "ready";

    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private readonly Lock asking = new();
    private Task<HealthReport>? answer;
    private long askedAt;

    /// <summary>Returns a result that is less than one second old, or the result of the check that is running.</summary>
    public Task<HealthReport> AskAsync()
    {
        lock (asking)
        {
            if (answer is null || (answer.IsCompleted && time.GetElapsedTime(askedAt) >= Shared))
            {
                askedAt = time.GetTimestamp();
                answer = Task.Run(() => checks.CheckHealthAsync(check => check.Tags.Contains(Tag)));
            }

            return answer;
        }
    }
}
