using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Jobs.Queue;

/// <summary>Counts the jobs of each device queue.</summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class QueueCounter(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    /// <summary>Returns the counts of each queue that is served or has jobs.</summary>
    /// <param name="served">The queues that at least one process serves.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<QueueStatus>> CountAsync(IEnumerable<string> served, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var queued = context.Jobs.Where(job => job.State == JobState.Queued);
        var running = context.Jobs.Where(job => JobStates.Active.Contains(job.State));
        var waiting = await CountAsync(queued);
        var trained = await CountAsync(running);
        var statuses = new List<QueueStatus>();
        foreach (var name in served.Union(waiting.Keys).Union(trained.Keys).Order(StringComparer.Ordinal))
        {
            // Ids sort by creation time and are part of the index, which CreatedAt is not.
            var oldest = await queued.Where(job => job.Queue == name).OrderBy(job => job.Id).Select(job => (DateTimeOffset?)job.CreatedAt)
                .FirstOrDefaultAsync(cancellationToken);
            statuses.Add(new QueueStatus(
                name,
                waiting.GetValueOrDefault(name),
                trained.GetValueOrDefault(name),
                oldest is null ? null : Math.Max(0, (time.GetUtcNow() - oldest.Value).TotalSeconds)));
        }

        return statuses;

        Task<Dictionary<string, int>> CountAsync(IQueryable<JobRow> jobs) =>
            jobs.GroupBy(job => job.Queue).Select(jobs => new { jobs.Key, Count = jobs.Count() })
                .ToDictionaryAsync(queue => queue.Key, queue => queue.Count, cancellationToken);
    }
}
