using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Processes;

/// <summary>Stores the running processes in the database.</summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class ProcessStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    /// <summary>The time between two heartbeats of a process.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AliveTimeout = 4 * HeartbeatInterval;
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>Stores that a process is alive now, and deletes processes that have been gone for a day.</summary>
    public async Task RecordHeartbeatAsync(ServiceProcess process, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var oldest = now - Retention;
        await context.Processes.Where(row => row.LastSeen < oldest).ExecuteDeleteAsync(cancellationToken);
        var updated = await context.Processes.Where(row => row.Name == process.Name)
            .ExecuteUpdateAsync(row => row.SetProperty(each => each.LastSeen, now), cancellationToken);
        if (updated == 0)
        {
            context.Add(new ProcessRow { Name = process.Name, LastSeen = now, Details = process });
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Removes a process that is shutting down.</summary>
    public async Task RemoveAsync(ServiceProcess process, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Processes.Where(row => row.Name == process.Name).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Returns the processes with a recent heartbeat, the longest running first.</summary>
    public async Task<IReadOnlyList<ServiceProcess>> GetAliveAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - AliveTimeout;
        var alive = await context.Processes.AsNoTracking()
            .Where(row => row.LastSeen >= since).Select(row => row.Details).ToListAsync(cancellationToken);
        return [.. alive.OrderBy(process => process.StartedAt)];
    }
}
