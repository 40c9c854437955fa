using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>Runs a health check with a timeout. A hanging database or a failed device does not react to cancellation.</summary>
internal static class HealthCheckTimeout
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>Returns the check's result, or unhealthy with the message <paramref name="timeoutMessage"/> if the check times out.</summary>
    public static async Task<HealthCheckResult> RunAsync(
        Func<Task<HealthCheckResult>> check, string timeoutMessage, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(check, cancellationToken).WaitAsync(Timeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy(timeoutMessage);
        }
    }
}
