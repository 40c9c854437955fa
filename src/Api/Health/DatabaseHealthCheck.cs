using LearnML.Api.Hosting;
using LearnML.Api.Processes;
using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

/// <summary>Checks that the database can be read and written.</summary>
internal sealed class DatabaseHealthCheck(IDbContextFactory<LearnMLContext> contexts, ProcessStore processes, ProcessIdentity identity) : IHealthCheck
{
    private const string TimeoutMessage = "The database does not answer.";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckTimeout.RunAsync(() => CheckAsync(cancellationToken), TimeoutMessage, cancellationToken);

    private async Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await database.Database.CanConnectAsync(cancellationToken))
        {
            return HealthCheckResult.Unhealthy(TimeoutMessage);
        }

        try
        {
            await database.Uploads.AnyAsync(cancellationToken);

            // A write that changes no row would succeed on a full disk.
            await processes.RecordHeartbeatAsync(identity.Process, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            return HealthCheckResult.Unhealthy($"The database cannot be read and written: {DatabaseFailure.Describe(exception)}", exception);
        }
    }
}
