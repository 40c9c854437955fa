using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>Asks what may never answer: a database that hangs, and a device that has failed, do not notice that nobody waits any more.</summary>
internal static class Patiently
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The answer; unhealthy, with what is said, where none comes.</summary>
    public static async Task<HealthCheckResult> AskAsync(Func<Task<HealthCheckResult>> ask, string silent, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(ask, cancellation).WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy(silent);
        }
    }
}
