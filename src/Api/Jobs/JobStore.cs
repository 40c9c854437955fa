using System.Globalization;
using LearnML.Api.Storage;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Jobs;

/// <summary>
/// The jobs in the database. Every change of state is one conditional update, so that of two that want it one gets it:
/// a job that was cancelled cannot come back by a late report of its trainer.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="meter">Counts jobs that end on request.</param>
public sealed class JobStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time, TrainingMeter meter)
{
    /// <summary>States of a job that has ended.</summary>
    public static IReadOnlyList<JobState> Ended { get; } =
        [JobState.Stopped, JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Interrupted];

    /// <summary>States of a job that an owner has, or had until it went down.</summary>
    internal static readonly JobState[] Active = [JobState.Running, JobState.Stopping];

    private static readonly JobState[] Resumable = [JobState.Stopped, JobState.Failed, JobState.Interrupted];
    private static readonly JobState[] Open = [JobState.Queued, .. Active];

    /// <summary>Stores a new job that waits in a queue. Whether its client still waits makes no difference: it is stored, and can be queued, or it is not.</summary>
    /// <param name="spec">What it runs.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="startedBy">Who posts it.</param>
    /// <param name="traceParent">The request that makes it, for traces.</param>
    public async Task<Job> AddAsync(JobSpec spec, string queue, string startedBy, string? traceParent = null)
    {
        var now = time.GetUtcNow();
        var row = new JobRow
        {
            Id = Guid.CreateVersion7(now),
            State = JobState.Queued,
            Spec = spec,
            Dataset = spec.Dataset,
            Model = spec.Model!,
            Queue = queue,
            StartedBy = startedBy,
            CreatedAt = now,
            TraceParent = traceParent,
        };
        await using var context = await contexts.CreateDbContextAsync();
        var before = await context.Jobs.CountAsync(job => job.State == JobState.Queued && job.Queue == queue);
        context.Add(row);
        context.Add(new JobLogRow { JobId = row.Id, Sequence = 1, At = now, Level = JobLogLevel.Information, Message = $"The job was accepted. It waits in the queue {queue}." });
        await context.SaveChangesAsync();
        return row.ToJob(before + 1);
    }

    /// <summary>How many jobs of a caller wait or run.</summary>
    public async Task<int> CountOpenAsync(string startedBy, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Jobs.CountAsync(job => Open.Contains(job.State) && job.StartedBy == startedBy, cancellation);
    }

    /// <summary>A job; null when there is none.</summary>
    public async Task<Job?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var row = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, cancellation);
        return row is null ? null : await ToJobAsync(context, row, cancellation);
    }

    /// <summary>The jobs that a query asks for.</summary>
    public async Task<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = query.Filter(context.Jobs.AsNoTracking());
        var page = await query.Sort(rows).Skip(query.Skip).Take(query.Take).ToListAsync(cancellation);
        var positions = await QueuePositionsAsync(context, page, cancellation);
        return new Page<Job>([.. page.Select(row => row.ToJob(positions.TryGetValue(row.Id, out var position) ? position : null))], await rows.CountAsync(cancellation), query.Skip);
    }

    /// <summary>A job's report; null when it has none (yet).</summary>
    public async Task<Report?> ReportAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Jobs.Where(job => job.Id == id).Select(job => job.Report).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>A job's metrics after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<EpochMetrics>> MetricsAsync(Guid id, long after, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Metrics.Where(row => row.JobId == id && row.Sequence > after)
            .OrderBy(row => row.Sequence).Select(row => row.Metrics).ToListAsync(cancellation);
    }

    /// <summary>The same as they are stored: each an <see cref="EpochMetrics"/> in the JSON that is told.</summary>
    internal async Task<IReadOnlyList<string>> StoredMetricsAsync(Guid id, long after, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Database.SqlQuery<string>(
            $"""SELECT "Metrics" AS "Value" FROM "Metrics" WHERE "JobId" = {id} AND "Sequence" > {after} ORDER BY "Sequence" """).ToListAsync(cancellation);
    }

    /// <summary>A job's log after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<JobLogEntry>> LogAsync(Guid id, long after, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.JobLogs.Where(row => row.JobId == id && row.Sequence > after)
            .OrderBy(row => row.Sequence).Select(row => new JobLogEntry(row.Sequence, row.At, row.Level, row.Message)).ToListAsync(cancellation);
    }

    /// <summary>Ends an open job without a model: on request, or for a reason.</summary>
    /// <returns>Whether it was open.</returns>
    public bool End(Guid id, JobState state, string? error = null) =>
        Change(id, Open, state, error is null ? (JobLogLevel.Information, "The job was asked to be cancelled.") : (JobLogLevel.Warning, error), error);

    /// <summary>Asks a running job to stop; ends a queued one.</summary>
    /// <returns>Whether it was open.</returns>
    public bool Stop(Guid id)
    {
        var asked = (JobLogLevel.Information, "The job was asked to stop.");
        if (Change(id, [JobState.Queued], JobState.Stopped, asked))
        {
            return true;
        }

        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var stopping = context.Jobs.Where(job => job.Id == id && Active.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.State, JobState.Stopping)
            .SetProperty(row => row.Stops, row => row.Stops + 1)
            .SetProperty(row => row.EtaSeconds, (double?)null)) > 0;
        if (stopping)
        {
            context.Log(id, time.GetUtcNow(), asked);
        }

        transaction.Commit();
        return stopping;
    }

    /// <summary>Lets a job that was stopped, failed or was interrupted wait again, to go on from its latest checkpoint.</summary>
    /// <param name="id">The job.</param>
    /// <param name="spec">What it is to run: its spec, perhaps with more epochs.</param>
    /// <param name="queue">The queue that it waits in.</param>
    /// <param name="told">How many of its metrics the latest checkpoint knows; those behind are dropped, and told anew.</param>
    /// <returns>Whether it was in one of these states.</returns>
    public bool Resume(Guid id, JobSpec spec, string queue, long told)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var resumed = context.Jobs.Where(job => job.Id == id && Resumable.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.State, JobState.Queued)
            .SetProperty(row => row.Spec, spec)
            .SetProperty(row => row.Queue, queue)
            .SetProperty(row => row.LastSequence, row => row.LastSequence < told ? row.LastSequence : told)
            .SetProperty(row => row.Attempts, 0)
            .SetProperty(row => row.Stops, 0)
            .SetProperty(row => row.EndedAt, (DateTimeOffset?)null)
            .SetProperty(row => row.Error, (string?)null)
            .SetProperty(row => row.Report, (Report?)null)) > 0;
        if (resumed)
        {
            context.Metrics.Where(row => row.JobId == id && row.Sequence > told).ExecuteDelete();
            var best = BestEpoch.Of(spec, context, id);
            context.Jobs.Where(job => job.Id == id).ExecuteUpdate(job => job.SetProperty(row => row.Best, best));
            var asked = string.Create(CultureInfo.InvariantCulture, $"The job was asked to go on, for {spec.Training.Epochs:n0} epochs in all. It waits in the queue {queue}.");
            context.Log(id, time.GetUtcNow(), (JobLogLevel.Information, asked));
        }

        transaction.Commit();
        return resumed;
    }

    /// <summary>Where some jobs stand, and the newest sequence number of each.</summary>
    public async Task<IReadOnlyList<(Guid Id, JobState State, long LastSequence)>> StandingsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Jobs.Where(job => ids.Contains(job.Id)).Select(job => new { job.Id, job.State, job.LastSequence }).ToListAsync(cancellation);
        return [.. rows.Select(row => (row.Id, row.State, row.LastSequence))];
    }

    /// <summary>Where a job stands; null when there is none.</summary>
    public JobState? StateOf(Guid id)
    {
        using var context = contexts.CreateDbContext();
        return context.Jobs.Where(job => job.Id == id).Select(job => (JobState?)job.State).SingleOrDefault();
    }

    /// <summary>The names of the checkpoints of a job's model versions.</summary>
    public IReadOnlyCollection<string> Checkpoints(Guid id)
    {
        using var context = contexts.CreateDbContext();
        return [.. context.ModelVersions.Where(version => version.JobId == id).Select(version => version.Checkpoint)];
    }

    /// <summary>Removes a job that has ended, with its metrics and its log; its model version stays.</summary>
    /// <returns>Whether it was there and had ended.</returns>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Jobs.Where(job => job.Id == id && Ended.Contains(job.State)).ExecuteDeleteAsync(cancellation) > 0;
    }

    private bool Change(Guid id, JobState[] from, JobState to, (JobLogLevel, string) reason, string? error = null)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        DateTimeOffset? now = time.GetUtcNow();
        var changed = context.Jobs.Where(job => job.Id == id && from.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.State, to)
            .SetProperty(row => row.EndedAt, now)
            .SetProperty(row => row.Error, error)
            .SetProperty(row => row.EtaSeconds, (double?)null)) > 0;
        if (changed)
        {
            var startedAt = context.Jobs.Where(job => job.Id == id).Select(job => job.StartedAt).Single();
            context.Log(id, now.Value, reason, JobLog.Ended(to, startedAt, now.Value));
        }

        transaction.Commit();
        if (changed)
        {
            meter.Ended(to, to == JobState.Interrupted ? EndReason.DeviceGone : EndReason.Requested);
        }

        return changed;
    }

    private static async Task<Job> ToJobAsync(LearnMLContext context, JobRow row, CancellationToken cancellation) =>
        row.ToJob((await QueuePositionsAsync(context, [row], cancellation)).TryGetValue(row.Id, out var position) ? position : null);

    /// <summary>How many jobs of their queue go before the queued ones of some jobs, themselves included.</summary>
    private static async Task<Dictionary<Guid, int>> QueuePositionsAsync(LearnMLContext context, IReadOnlyList<JobRow> jobs, CancellationToken cancellation)
    {
        var positions = new Dictionary<Guid, int>();
        foreach (var queue in jobs.Where(job => job.State == JobState.Queued).GroupBy(job => job.Queue))
        {
            var (first, last) = (queue.Min(job => job.Id), queue.Max(job => job.Id));
            var waiting = context.Jobs.Where(job => job.State == JobState.Queued && job.Queue == queue.Key);
            var before = await waiting.CountAsync(job => job.Id < first, cancellation);
            var between = await waiting.Where(job => job.Id >= first && job.Id <= last).OrderBy(job => job.Id).Select(job => job.Id).ToListAsync(cancellation);
            foreach (var (index, id) in between.Index())
            {
                positions[id] = before + index + 1;
            }
        }

        return positions;
    }
}
