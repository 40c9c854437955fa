using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<LearnMLContext> contexts) : IHealthCheck
{
    // One that hangs does not notice that nobody waits any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CanConnectAsync(cancellationToken).WaitAsync(Patience, cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database does not answer.");
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }

    private async Task<bool> CanConnectAsync(CancellationToken cancellation)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellation);
        return await database.Database.CanConnectAsync(cancellation);
    }
}
