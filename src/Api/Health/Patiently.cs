using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>Runs a health check with a timeout. A hanging database or a failed device does not react to cancellation.</summary>
internal static class Patiently
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Returns the check's result, or unhealthy with the message <paramref name="silent"/> if the check times out.</summary>
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
