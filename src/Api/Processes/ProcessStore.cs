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
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AliveFor = 4 * Interval;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>Stores that a process is alive now, and deletes processes that have been gone for a day.</summary>
    public async Task SeeAsync(ServiceProcess process, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(process);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var oldest = now - KeptFor;
        await context.Processes.Where(row => row.LastSeen < oldest).ExecuteDeleteAsync(cancellation);
        var updated = await context.Processes.Where(row => row.Name == process.Name)
            .ExecuteUpdateAsync(row => row.SetProperty(each => each.LastSeen, now), cancellation);
        if (updated == 0)
        {
            context.Add(new ProcessRow { Name = process.Name, LastSeen = now, Details = process });
            await context.SaveChangesAsync(cancellation);
        }
    }

    /// <summary>Removes a process that is shutting down.</summary>
    public async Task RemoveAsync(ServiceProcess process, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.Processes.Where(row => row.Name == process.Name).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Returns the processes with a recent heartbeat, the longest running first.</summary>
    public async Task<IReadOnlyList<ServiceProcess>> AliveAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var since = time.GetUtcNow() - AliveFor;
        var alive = await context.Processes.AsNoTracking().Where(row => row.LastSeen >= since).Select(row => row.Details).ToListAsync(cancellation);
        return [.. alive.OrderBy(process => process.StartedAt)];
    }
}
