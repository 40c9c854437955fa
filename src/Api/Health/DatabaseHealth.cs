using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>Checks that the database answers.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<LearnMLContext> contexts) : IHealthCheck
{
    private const string Silent = "The database does not answer.";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Patiently.AskAsync(
        async () => await CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(Silent),
        Silent,
        cancellationToken);

    private async Task<bool> CanConnectAsync(CancellationToken cancellation)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellation);
        return await database.Database.CanConnectAsync(cancellation);
    }
}
