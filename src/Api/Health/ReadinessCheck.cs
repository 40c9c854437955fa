using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>
/// Checks whether the service can work. The route needs no key, and the checks write a file and use the device, so all requests within one second
/// share one result.
/// </summary>
internal sealed class ReadinessCheck(HealthCheckService checks, TimeProvider time)
{
    /// <summary>The tag of the checks that decide readiness.</summary>
    public const string Tag = "ready";

    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(1);

    private readonly Lock checkLock = new();
    private Task<HealthReport>? report;
    private long startedAt;

    /// <summary>Returns a result that is less than one second old, or the result of the check that is running.</summary>
    public Task<HealthReport> CheckAsync()
    {
        lock (checkLock)
        {
            if (report is null || (report.IsCompleted && time.GetElapsedTime(startedAt) >= SharedFor))
            {
                startedAt = time.GetTimestamp();
                report = Task.Run(() => checks.CheckHealthAsync(check => check.Tags.Contains(Tag)));
            }

            return report;
        }
    }
}
