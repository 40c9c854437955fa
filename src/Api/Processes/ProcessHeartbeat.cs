using LearnML.Api.Hosting;
using LearnML.Api.Storage;

namespace LearnML.Api.Processes;

/// <summary>Stores every few seconds that this process is alive, and removes it at shutdown.</summary>
internal sealed partial class ProcessHeartbeat(ProcessStore processes, ProcessIdentity identity, ILogger<ProcessHeartbeat> log) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await processes.RecordHeartbeatAsync(identity.Process, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await LogDatabaseFailureAsync(processes.RemoveAsync(identity.Process, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ProcessStore.HeartbeatInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LogDatabaseFailureAsync(processes.RecordHeartbeatAsync(identity.Process, stoppingToken));
        }
    }

    private async Task LogDatabaseFailureAsync(Task write)
    {
        try
        {
            await write;
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            // While the database is unavailable, this process expires from the list, and that is intended.
            LogFailed(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "This process could not store whether it is alive: {Reason}")]
    private partial void LogFailed(string reason);
}
