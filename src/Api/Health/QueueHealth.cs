using LearnML.Api.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Health;

/// <summary>Whether the queue answers, and, where this process trains, whether its trainers look into it.</summary>
internal sealed class QueueHealth(JobQueue queue, IOptions<LearnMLOptions> options, TimeProvider time) : IHealthCheck
{
    private const string Silent = "The queue does not answer.";

    // Hangfire's servers beat every 30 seconds: two beats may be missed.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(100);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Patiently.AskAsync(() => Task.FromResult(Check()), Silent, cancellationToken);

    private HealthCheckResult Check()
    {
        IReadOnlyDictionary<string, DateTimeOffset> beats;
        try
        {
            beats = queue.LastBeats();
        }
        catch (Exception exception)
        {
            // Of whatever kind: it is another for each storage.
            return HealthCheckResult.Unhealthy(Silent, exception);
        }

        var since = time.GetUtcNow() - Fresh;
        string[] silent = [.. TrainingServer.Of(options.Value).Where(server => beats.GetValueOrDefault(server.UniqueName) < since).Select(server => server.Device)];
        return silent.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Nobody looks into the queue for {string.Join(", ", silent)}.");
    }
}
