using LearnML.Api.Processes;
using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Jobs;

/// <summary>
/// Hands jobs to owners. Hangfire may deliver a job twice, and a process may be taken for dead that is not: one conditional
/// update decides who has the job, and gives it a higher token than any owner before.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="process">The owner.</param>
/// <param name="time">The clock.</param>
public sealed class JobLeases(IDbContextFactory<LearnMLContext> contexts, ProcessIdentity process, TimeProvider time)
{
    /// <summary>How long a job stays with an owner that does not renew.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private static readonly JobState[] Begun = [JobState.Running, JobState.Stopping, JobState.Succeeded];

    /// <summary>Takes a job that waits; null when it does not.</summary>
    public JobLease? Claim(Guid id)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var now = time.GetUtcNow();
        var until = now + Duration;
        var claimed = Waiting(context.Jobs).Where(job => job.Id == id).ExecuteUpdate(job => job
            .SetProperty(row => row.State, row => row.State == JobState.Queued ? JobState.Running : row.State)
            .SetProperty(row => row.StartedAt, row => row.StartedAt ?? now)
            .SetProperty(row => row.Owner, process.Name)
            .SetProperty(row => row.Token, row => row.Token + 1)
            .SetProperty(row => row.LeaseUntil, until)
            .SetProperty(row => row.Attempts, row => row.Attempts + 1));
        if (claimed == 0)
        {
            return null;
        }

        context.Log(id, now, (JobLogLevel.Information, $"Process {process.Name} took the job."));
        var row = context.Jobs.AsNoTracking().Single(job => job.Id == id);
        transaction.Commit();
        return new JobLease(contexts, time, row);
    }

    /// <summary>The queues in which jobs wait.</summary>
    public IReadOnlyList<string> WaitingQueues()
    {
        using var context = contexts.CreateDbContext();
        return [.. Waiting(context.Jobs).Select(job => job.Queue).Distinct()];
    }

    /// <summary>The jobs that wait in a queue, in order.</summary>
    public IReadOnlyList<Guid> Waiting(string queue)
    {
        using var context = contexts.CreateDbContext();
        return [.. Waiting(context.Jobs).Where(job => job.Queue == queue).OrderBy(job => job.Id).Select(job => job.Id)];
    }

    /// <summary>The jobs that wait in a queue although later ones have begun: no message will bring them.</summary>
    public IReadOnlyList<Guid> Overtaken(string queue)
    {
        using var context = contexts.CreateDbContext();
        var newest = Begun.Select(state => context.Jobs.Where(job => job.State == state && job.Queue == queue).OrderByDescending(job => job.Id).Select(job => (Guid?)job.Id).FirstOrDefault()).Max();
        return [.. Waiting(context.Jobs).Where(job => job.Queue == queue && job.Id < newest).OrderBy(job => job.Id).Select(job => job.Id)];
    }

    /// <summary>Takes jobs back whose owner has not renewed.</summary>
    /// <returns>Those that wait again.</returns>
    public IReadOnlyList<(Guid Id, string Queue)> TakeBack()
    {
        using var context = contexts.CreateDbContext();
        var now = time.GetUtcNow();
        var expired = context.Jobs.AsNoTracking().Where(job => JobStore.Active.Contains(job.State) && job.LeaseUntil < now).ToList();
        return [.. expired.Where(job => new JobLease(contexts, time, job).TakeBack(now)).Select(job => (job.Id, job.Queue))];
    }

    /// <summary>Takes all jobs back: no other process uses this database, and those before have ended.</summary>
    public void TakeBackAll()
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var owned = context.Jobs.Where(job => JobStore.Active.Contains(job.State) && job.Owner != null).Select(job => new { job.Id, job.Owner }).ToList();
        context.Jobs.Where(job => JobStore.Active.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.State, row => row.State == JobState.Running ? JobState.Queued : row.State)
            .SetProperty(row => row.Owner, (string?)null)
            .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null));
        foreach (var job in owned)
        {
            context.Log(job.Id, time.GetUtcNow(), (JobLogLevel.Warning, $"Process {job.Owner} ended without giving the job back. It waits for another."));
        }

        transaction.Commit();
    }

    private static IQueryable<JobRow> Waiting(IQueryable<JobRow> jobs) =>
        jobs.Where(job => job.State == JobState.Queued || (job.State == JobState.Stopping && job.LeaseUntil == null));
}
