using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>
/// Whether the service can work. Who asks needs no key, and the checks write a file and use the device: so all who ask within a second share an answer.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider time)
{
    /// <summary>What the checks that count are tagged with.</summary>
    public const string Tag = "ready";

    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private readonly Lock asking = new();
    private Task<HealthReport>? answer;
    private long askedAt;

    /// <summary>The answer: one that is not a second old, or is being found.</summary>
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
