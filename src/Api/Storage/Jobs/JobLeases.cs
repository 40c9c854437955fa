using LearnML.Api.Hosting;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>
/// Assigns jobs to worker processes by lease. Hangfire may deliver a job twice, and a process that is considered dead may still run.
/// Therefore one conditional update decides which process owns the job, and gives it a higher fencing token than any earlier owner had.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="process">This process, which becomes the owner.</param>
/// <param name="time">The clock.</param>
public sealed class JobLeases(IDbContextFactory<LearnMLContext> contexts, ProcessIdentity process, TimeProvider time)
{
    /// <summary>How long a job stays with an owner that does not renew its lease.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private static readonly JobState[] StartedStates = [JobState.Running, JobState.Stopping, JobState.Succeeded];

    /// <summary>Makes this process the owner of a waiting job. Returns null if the job is not waiting.</summary>
    public JobLease? Claim(Guid id)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var now = time.GetUtcNow();
        var until = now + Duration;
        var claimed = FindWaiting(context.Jobs).Where(job => job.Id == id).ExecuteUpdate(job => job
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

        context.AddLogLines(id, now, (JobLogLevel.Information, $"Process {process.Name} took the job."));
        var row = context.Jobs.AsNoTracking().Single(job => job.Id == id);
        transaction.Commit();
        return new JobLease(contexts, time, row);
    }

    /// <summary>Returns the queues that have waiting jobs.</summary>
    public IReadOnlyList<string> FindWaitingQueues()
    {
        using var context = contexts.CreateDbContext();
        return [.. FindWaiting(context.Jobs).Select(job => job.Queue).Distinct()];
    }

    /// <summary>Returns the waiting jobs of a queue, the oldest first.</summary>
    public IReadOnlyList<Guid> FindWaiting(string queue)
    {
        using var context = contexts.CreateDbContext();
        return [.. FindWaiting(context.Jobs).Where(job => job.Queue == queue).OrderBy(job => job.Id).Select(job => job.Id)];
    }

    /// <summary>Returns the waiting jobs of all queues, the oldest first.</summary>
    public IReadOnlyList<Job> ListWaiting()
    {
        using var context = contexts.CreateDbContext();
        return [.. FindWaiting(context.Jobs.AsNoTracking()).OrderBy(job => job.Id).AsEnumerable().Select(job => job.ToJob(null))];
    }

    /// <summary>Returns the waiting jobs of a queue that newer jobs have overtaken. Their Hangfire messages are probably lost.</summary>
    public IReadOnlyList<Guid> FindOvertaken(string queue)
    {
        using var context = contexts.CreateDbContext();
        var newest = StartedStates
            .Select(state => context.Jobs.Where(job => job.State == state && job.Queue == queue).OrderByDescending(job => job.Id)
                .Select(job => (Guid?)job.Id).FirstOrDefault())
            .Max();
        return [.. FindWaiting(context.Jobs).Where(job => job.Queue == queue && job.Id < newest).OrderBy(job => job.Id).Select(job => job.Id)];
    }

    /// <summary>Takes jobs from owners that did not renew their lease in time, so that the jobs wait again.</summary>
    /// <returns>The jobs that wait again, with their queues.</returns>
    public IReadOnlyList<(Guid Id, string Queue)> ReclaimExpired()
    {
        using var context = contexts.CreateDbContext();
        var now = time.GetUtcNow();
        var expired = context.Jobs.AsNoTracking().Where(job => JobStates.Active.Contains(job.State) && job.LeaseUntil < now).ToList();
        return [.. expired.Where(job => new JobLease(contexts, time, job).ReclaimIfExpired(now)).Select(job => (job.Id, job.Queue))];
    }

    /// <summary>Takes all jobs from their owners. Only call this if no other process uses the database, so that every owner has ended.</summary>
    public void ReclaimAll()
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var owned = context.Jobs.Where(job => JobStates.Active.Contains(job.State) && job.Owner != null)
            .Select(job => new { job.Id, job.Owner }).ToList();
        context.Jobs.Where(job => JobStates.Active.Contains(job.State)).ExecuteUpdate(update => update
            .SetProperty(row => row.State, row => row.State == JobState.Running ? JobState.Queued : row.State)
            .RemoveOwner());
        foreach (var job in owned)
        {
            context.AddLogLines(
                job.Id,
                time.GetUtcNow(),
                (JobLogLevel.Warning, $"Process {job.Owner} ended without releasing the job. The job waits for another process."));
        }

        transaction.Commit();
    }

    private static IQueryable<JobRow> FindWaiting(IQueryable<JobRow> jobs) =>
        jobs.Where(job => job.State == JobState.Queued || (job.State == JobState.Stopping && job.LeaseUntil == null));
}
