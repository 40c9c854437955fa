using System.Globalization;
using LearnML.Api.Jobs.Running;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>
/// Stores jobs in the database. Every change of state is one conditional update. If two callers change a job at the same time, only one
/// succeeds: a late report of the trainer cannot revive a cancelled job.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="meter">Counts the jobs that end here: on request, or because their device is missing.</param>
public sealed class JobStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time, TrainingMeter meter)
{
    /// <summary>The states of a job that has ended.</summary>
    public static IReadOnlyList<JobState> EndedStates { get; } =
        [JobState.Stopped, JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Interrupted];

    /// <summary>The states of a job that was started and has not ended. Its owner may have crashed.</summary>
    internal static readonly JobState[] ActiveStates = [JobState.Running, JobState.Stopping];

    private static readonly JobState[] ResumableStates = [JobState.Stopped, JobState.Failed, JobState.Interrupted];
    private static readonly JobState[] OpenStates = [JobState.Queued, .. ActiveStates];

    /// <summary>
    /// Stores a new job with the state queued. It cannot be cancelled: if the client disconnects, the job is still stored, so that it can be queued.
    /// </summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="queue">The queue the job waits in.</param>
    /// <param name="startedBy">The name of the caller.</param>
    /// <param name="traceParent">The trace of the request, as a W3C <c>traceparent</c>; null without tracing.</param>
    /// <param name="usesUpload">Whether the dataset is an uploaded one.</param>
    /// <exception cref="BadHttpRequestException">The uploaded dataset was deleted meanwhile (409).</exception>
    public async Task<Job> AddAsync(JobSpec spec, string queue, string startedBy, string? traceParent = null, bool usesUpload = false)
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
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (usesUpload)
        {
            context.LockUpload(spec.Dataset);
        }

        context.Add(row);
        var message = $"The job was accepted. It waits in the queue {queue}.";
        context.Add(new JobLogRow { JobId = row.Id, Sequence = 1, At = now, Level = JobLogLevel.Information, Message = message });
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        return row.ToJob(before + 1);
    }

    /// <summary>Counts the queued and running jobs of a caller.</summary>
    public async Task<int> CountOpenAsync(string startedBy, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.CountAsync(job => OpenStates.Contains(job.State) && job.StartedBy == startedBy, cancellationToken);
    }

    /// <summary>Returns a job; null if it does not exist.</summary>
    public async Task<Job?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, cancellationToken);
        return row is null ? null : await ToJobAsync(context, row, cancellationToken);
    }

    /// <summary>Returns one page of the jobs that match a query.</summary>
    public async Task<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = query.Filter(context.Jobs.AsNoTracking());
        var page = await query.Sort(rows).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        var positions = await GetQueuePositionsAsync(context, page, cancellationToken);
        Job[] items = [.. page.Select(row => row.ToJob(positions.TryGetValue(row.Id, out var position) ? position : null))];
        return new Page<Job>(items, await rows.CountAsync(cancellationToken), query.Skip);
    }

    /// <summary>Returns the report of a job; null if it has none (yet).</summary>
    public async Task<Report?> GetReportAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(job => job.Id == id).Select(job => job.Report).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Returns the epoch metrics of a job after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<EpochMetrics>> GetMetricsAsync(Guid id, long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Metrics.Where(row => row.JobId == id && row.Sequence > after)
            .OrderBy(row => row.Sequence).Select(row => row.Metrics).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Returns the epoch metrics of a job after a sequence number as stored, in the JSON of the API. Each string is one <see cref="EpochMetrics"/>.
    /// </summary>
    internal async Task<IReadOnlyList<string>> GetMetricsJsonAsync(Guid id, long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.SqlQuery<string>(
            $"""SELECT "Metrics" AS "Value" FROM "Metrics" WHERE "JobId" = {id} AND "Sequence" > {after} ORDER BY "Sequence" """)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Returns the log of a job after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<JobLogEntry>> GetLogAsync(Guid id, long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.JobLogs.Where(row => row.JobId == id && row.Sequence > after)
            .OrderBy(row => row.Sequence).Select(row => new JobLogEntry(row.Sequence, row.At, row.Level, row.Message)).ToListAsync(cancellationToken);
    }

    /// <summary>Ends an open job without a model.</summary>
    /// <param name="id">The job.</param>
    /// <param name="state">The state of the job after this.</param>
    /// <param name="error">Why the job ends; null if a caller cancelled it.</param>
    /// <returns>Whether the job was queued, running or stopping.</returns>
    public bool End(Guid id, JobState state, string? error = null) =>
        ChangeState(id, OpenStates, state,
            error is null ? (JobLogLevel.Information, "A cancellation was requested.") : (JobLogLevel.Warning, error), error);

    /// <summary>Requests a running job to stop, which it does later. Ends a queued job at once.</summary>
    /// <returns>Whether the job was queued, running or stopping.</returns>
    public bool Stop(Guid id)
    {
        var line = (JobLogLevel.Information, "A stop was requested.");
        if (ChangeState(id, [JobState.Queued], JobState.Stopped, line))
        {
            return true;
        }

        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var stopping = context.Jobs.Where(job => job.Id == id && ActiveStates.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.State, JobState.Stopping)
            .SetProperty(row => row.Stops, row => row.Stops + 1)
            .SetProperty(row => row.EtaSeconds, (double?)null)) > 0;
        if (stopping)
        {
            context.AddLogLines(id, time.GetUtcNow(), line);
        }

        transaction.Commit();
        return stopping;
    }

    /// <summary>Queues a stopped, failed or interrupted job again. It will continue from its latest checkpoint.</summary>
    /// <param name="id">The job.</param>
    /// <param name="spec">The spec of the job, perhaps with more epochs.</param>
    /// <param name="queue">The queue the job waits in.</param>
    /// <param name="reportedEpochs">
    /// The number of epoch metrics reported before the latest checkpoint. Later ones are deleted; the job trains and reports those epochs again.
    /// </param>
    /// <param name="usesUpload">Whether the dataset is an uploaded one.</param>
    /// <returns>Whether the job was stopped, failed or interrupted.</returns>
    /// <exception cref="BadHttpRequestException">The uploaded dataset was deleted meanwhile (409).</exception>
    public bool Resume(Guid id, JobSpec spec, string queue, long reportedEpochs, bool usesUpload = false)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        if (usesUpload)
        {
            context.LockUpload(spec.Dataset);
        }

        var resumed = context.Jobs.Where(job => job.Id == id && ResumableStates.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.State, JobState.Queued)
            .SetProperty(row => row.Spec, spec)
            .SetProperty(row => row.Queue, queue)
            .SetProperty(row => row.LastSequence, row => row.LastSequence < reportedEpochs ? row.LastSequence : reportedEpochs)
            .SetProperty(row => row.Attempts, 0)
            .SetProperty(row => row.Stops, 0)
            .SetProperty(row => row.EndedAt, (DateTimeOffset?)null)
            .SetProperty(row => row.Error, (string?)null)
            .SetProperty(row => row.Report, (Report?)null)) > 0;
        if (resumed)
        {
            context.Metrics.Where(row => row.JobId == id && row.Sequence > reportedEpochs).ExecuteDelete();
            var best = BestEpoch.FindScores(spec, context, id);
            context.Jobs.Where(job => job.Id == id).ExecuteUpdate(job => job.SetProperty(row => row.Best, best));
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"A resume was requested, for {spec.Training.Epochs:n0} epochs in total. The job waits in the queue {queue}.");
            context.AddLogLines(id, time.GetUtcNow(), (JobLogLevel.Information, message));
        }

        transaction.Commit();
        return resumed;
    }

    /// <summary>Returns the state and the newest sequence number of each of these jobs. Jobs that do not exist are left out.</summary>
    public async Task<IReadOnlyList<(Guid Id, JobState State, long LastSequence)>> GetStatesAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Jobs.Where(job => ids.Contains(job.Id)).Select(job => new { job.Id, job.State, job.LastSequence })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Id, row.State, row.LastSequence))];
    }

    /// <summary>Returns the state of a job; null if it does not exist.</summary>
    public JobState? GetState(Guid id)
    {
        using var context = contexts.CreateDbContext();
        return context.Jobs.Where(job => job.Id == id).Select(job => (JobState?)job.State).SingleOrDefault();
    }

    /// <summary>Returns the checkpoint names of a job's model versions.</summary>
    public IReadOnlyCollection<string> GetCheckpointNames(Guid id)
    {
        using var context = contexts.CreateDbContext();
        return [.. context.ModelVersions.Where(version => version.JobId == id).Select(version => version.Checkpoint)];
    }

    /// <summary>Deletes a job that has ended, with its metrics and its log. Its model versions stay.</summary>
    /// <returns>Whether the job existed and had ended.</returns>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(job => job.Id == id && EndedStates.Contains(job.State)).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    private bool ChangeState(Guid id, JobState[] from, JobState to, (JobLogLevel, string) reason, string? error = null)
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
            context.AddLogLines(id, now.Value, reason, JobLog.DescribeEnd(to, startedAt, now.Value));
        }

        transaction.Commit();
        if (changed)
        {
            meter.RecordJobsEnded(to, to == JobState.Interrupted ? EndReason.DeviceGone : EndReason.Requested);
        }

        return changed;
    }

    private static async Task<Job> ToJobAsync(LearnMLContext context, JobRow row, CancellationToken cancellationToken) =>
        row.ToJob((await GetQueuePositionsAsync(context, [row], cancellationToken)).TryGetValue(row.Id, out var position) ? position : null);

    /// <summary>Returns the queue position of every queued job among these, counted from 1.</summary>
    private static async Task<Dictionary<Guid, int>> GetQueuePositionsAsync(
        LearnMLContext context, IReadOnlyList<JobRow> jobs, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<Guid, int>();
        foreach (var queue in jobs.Where(job => job.State == JobState.Queued).GroupBy(job => job.Queue))
        {
            var (first, last) = (queue.Min(job => job.Id), queue.Max(job => job.Id));
            var waiting = context.Jobs.Where(job => job.State == JobState.Queued && job.Queue == queue.Key);
            var before = await waiting.CountAsync(job => job.Id < first, cancellationToken);
            var between = await waiting.Where(job => job.Id >= first && job.Id <= last).OrderBy(job => job.Id).Select(job => job.Id)
                .ToListAsync(cancellationToken);
            foreach (var (index, id) in between.Index())
            {
                positions[id] = before + index + 1;
            }
        }

        return positions;
    }
}
