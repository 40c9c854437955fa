using System.Globalization;
using LearnML.Api.Storage.Listing;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>
/// Changes the state of jobs that this process need not own. Every change is one conditional update. If two callers change a job at the same time,
/// only one succeeds: a late report of the trainer cannot revive a cancelled job. A change that has begun is not cancelled if the client
/// disconnects, so that its caller can always announce it.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class JobStateStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Stores a new job with the state queued. It cannot be cancelled: if the client disconnects, the job is still stored, so that it can be queued.
    /// </summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="queue">The queue the job waits in.</param>
    /// <param name="startedBy">The name of the caller.</param>
    /// <param name="traceParent">The trace of the request, as a W3C <c>traceparent</c>; null without tracing.</param>
    /// <param name="usesUpload">Whether the dataset is an uploaded one.</param>
    /// <param name="labels">What people write on the job; null for nothing.</param>
    /// <exception cref="BadHttpRequestException">The uploaded dataset was deleted meanwhile (409).</exception>
    public async Task<Job> AddAsync(
        JobSpec spec, string queue, string startedBy, string? traceParent = null, bool usesUpload = false, JobLabels? labels = null)
    {
        var now = time.GetUtcNow();
        var row = new JobRow
        {
            Id = Guid.CreateVersion7(now),
            State = JobState.Queued,
            Spec = spec,
            Dataset = spec.Dataset,
            Model = spec.Model!,
            Name = labels?.Name,
            Note = labels?.Note,
            Tags = labels?.Tags ?? [],
            Starred = labels?.Starred ?? false,
            Project = labels?.Project,
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
            await context.LockUploadAsync(spec.Dataset);
        }

        context.Add(row);
        var message = $"The job was accepted. It waits in the queue {queue}.";
        context.Add(new JobLogRow { JobId = row.Id, Sequence = 1, At = now, Level = JobLogLevel.Information, Message = message });
        await context.SaveChangesAsync();
        await context.AddJobFieldsAsync(row.Id, spec, row.Labels, startedBy, JobFieldValues.GetScores(null));
        await transaction.CommitAsync();
        return row.ToJob(before + 1);
    }

    /// <summary>Changes what people wrote on a job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="labels">The new values.</param>
    /// <param name="changes">Which of them change, so that two callers can change different ones at the same time.</param>
    /// <returns>Whether the job exists.</returns>
    public async Task<bool> UpdateLabelsAsync(Guid id, JobLabels labels, IReadOnlySet<string> changes)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();

        // The update locks the row, so that the listed values are those of the newest change.
        var job = context.Jobs.Where(row => row.Id == id);
        if (await job.ExecuteUpdateAsync(update => update.SetLabels(labels, changes)) == 0)
        {
            return false;
        }

        var changed = await job.AsNoTracking().Select(JobRow.WithoutReport).SingleAsync();
        await context.UpdateJobFieldsAsync(id, changed.Spec, changed.Labels, changed.StartedBy);
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Ends an open job on request, without a model.</summary>
    /// <returns>Whether the job was queued, running or stopping.</returns>
    public Task<bool> CancelAsync(Guid id) =>
        EndAsync(id, JobStates.Open, JobState.Cancelled, (JobLogLevel.Information, "A cancellation was requested."));

    /// <summary>Ends an open job that no process can train.</summary>
    /// <param name="id">The job.</param>
    /// <param name="error">Why the job ends.</param>
    /// <returns>Whether the job was queued, running or stopping.</returns>
    public Task<bool> InterruptAsync(Guid id, string error) =>
        EndAsync(id, JobStates.Open, JobState.Interrupted, (JobLogLevel.Warning, error), error);

    /// <summary>Requests a running job to stop, which it does later. Ends a queued job at once.</summary>
    /// <returns>The state of the job after this; null if it was not queued, running or stopping.</returns>
    public async Task<JobState?> StopAsync(Guid id)
    {
        var line = (JobLogLevel.Information, "A stop was requested.");
        if (await EndAsync(id, [JobState.Queued], JobState.Stopped, line))
        {
            return JobState.Stopped;
        }

        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var isStopping = await context.Jobs.Where(job => job.Id == id && JobStates.Active.Contains(job.State)).ExecuteUpdateAsync(update => update
            .SetProperty(row => row.State, JobState.Stopping)
            .SetProperty(row => row.Stops, row => row.Stops + 1)
            .SetProperty(row => row.EtaSeconds, (double?)null)) > 0;
        if (isStopping)
        {
            await context.AddLogLinesAsync(id, time.GetUtcNow(), line);
        }

        await transaction.CommitAsync();
        return isStopping ? JobState.Stopping : null;
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
    public async Task<bool> ResumeAsync(Guid id, JobSpec spec, string queue, long reportedEpochs, bool usesUpload = false)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (usesUpload)
        {
            await context.LockUploadAsync(spec.Dataset);
        }

        var isResumed = await context.Jobs.Where(job => job.Id == id && JobStates.Resumable.Contains(job.State)).ExecuteUpdateAsync(update => update
            .SetProperty(row => row.State, JobState.Queued)
            .SetProperty(row => row.Spec, spec)
            .SetProperty(row => row.Queue, queue)
            .SetProperty(row => row.LastSequence, row => row.LastSequence < reportedEpochs ? row.LastSequence : reportedEpochs)
            .SetProperty(row => row.Attempts, 0)
            .SetProperty(row => row.Stops, 0)
            .SetProperty(row => row.EndedAt, (DateTimeOffset?)null)
            .SetProperty(row => row.Error, (string?)null)
            .SetProperty(row => row.EndReason, (EndReason?)null)
            .SetProperty(row => row.Report, (Report?)null)) > 0;
        if (isResumed)
        {
            if (spec.Search is not null)
            {
                context.RemoveEpochsOfTrials(id, spec, await context.SelectEpochs(id).ToListAsync(), reportedEpochs);
                await context.SaveChangesAsync();
            }

            await context.Metrics.Where(row => row.JobId == id && row.Sequence > reportedEpochs).ExecuteDeleteAsync();
            var best = await BestEpoch.FindScoresAsync(spec, context, id);
            await context.Jobs.Where(job => job.Id == id).ExecuteUpdateAsync(update => update.SetProperty(row => row.Best, best));
            await context.UpdateJobScoresAsync(id, JobFieldValues.GetScores(best));
            var resumed = await context.Jobs.AsNoTracking().Where(job => job.Id == id).Select(JobRow.WithoutReport).SingleAsync();
            await context.UpdateJobFieldsAsync(id, spec, resumed.Labels, resumed.StartedBy);
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"A resume was requested, for {spec.Training.Epochs:n0} epochs in total. The job waits in the queue {queue}.");
            await context.AddLogLinesAsync(id, time.GetUtcNow(), (JobLogLevel.Information, message));
        }

        await transaction.CommitAsync();
        return isResumed;
    }

    /// <summary>Deletes a job that has ended, with its metrics and its log. Its model versions stay.</summary>
    /// <returns>Whether the job existed and had ended.</returns>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(job => job.Id == id && JobStates.Ended.Contains(job.State)).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    private async Task<bool> EndAsync(Guid id, JobState[] from, JobState to, (JobLogLevel, string) reason, string? error = null)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        DateTimeOffset? now = time.GetUtcNow();
        EndReason? endReason = error is null ? null : EndReason.DeviceGone;
        var isChanged = await context.Jobs.Where(job => job.Id == id && from.Contains(job.State)).ExecuteUpdateAsync(update => update
            .SetProperty(row => row.State, to)
            .SetProperty(row => row.EndedAt, now)
            .SetProperty(row => row.Error, error)
            .SetProperty(row => row.EndReason, endReason)
            .SetProperty(row => row.EtaSeconds, (double?)null)) > 0;
        if (isChanged)
        {
            var ended = await context.Jobs.AsNoTracking().Where(job => job.Id == id).Select(job => new { job.StartedAt, job.Best }).SingleAsync();
            await context.UpdateJobScoresAsync(id, JobFieldValues.GetScores(ended.Best, duration: now - ended.StartedAt));
            await context.AddLogLinesAsync(id, now.Value, reason, JobLog.DescribeEnd(to, ended.StartedAt, now.Value));
        }

        await transaction.CommitAsync();
        return isChanged;
    }
}
