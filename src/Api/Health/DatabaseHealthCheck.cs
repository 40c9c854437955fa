using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>Checks that the database answers.</summary>
internal sealed class DatabaseHealthCheck(IDbContextFactory<LearnMLContext> contexts) : IHealthCheck
{
    private const string TimeoutMessage = "The database does not answer.";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckTimeout.RunAsync(
        async () => await CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(TimeoutMessage),
        TimeoutMessage,
        cancellationToken);

    private async Task<bool> CanConnectAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Database.CanConnectAsync(cancellationToken);
    }
}
