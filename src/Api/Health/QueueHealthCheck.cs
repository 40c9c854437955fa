using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Health;

/// <summary>Checks that the queue answers, and that this process's training servers still poll it.</summary>
internal sealed class QueueHealthCheck(JobQueue queue, IOptions<LearnMLOptions> options, TimeProvider time) : IHealthCheck
{
    private const string TimeoutMessage = "The queue does not answer.";

    // Hangfire's servers send a heartbeat every 30 seconds; two heartbeats may be missing.
    private static readonly TimeSpan MaximumHeartbeatAge = TimeSpan.FromSeconds(100);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckTimeout.RunAsync(() => Task.FromResult(Check()), TimeoutMessage, cancellationToken);

    private HealthCheckResult Check()
    {
        IReadOnlyDictionary<string, DateTimeOffset> beats;
        try
        {
            beats = queue.GetLastHeartbeats();
        }
        catch (Exception exception)
        {
            // Each storage throws exceptions of its own type.
            return HealthCheckResult.Unhealthy(TimeoutMessage, exception);
        }

        var since = time.GetUtcNow() - MaximumHeartbeatAge;
        string[] silent =
        [
            .. TrainingServer.FromSettings(options.Value)
                .Where(server => beats.GetValueOrDefault(server.UniqueName) < since).Select(server => server.Device),
        ];
        return silent.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"No training server polls the queue for {string.Join(", ", silent)}.");
    }
}
