using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Ends jobs: stores the end, and if that changed the job, counts it, completes the job's live feed and notifies the subscribers. No other class
/// ends a job.
/// </summary>
/// <param name="states">Stores the ends of jobs that this process does not own.</param>
/// <param name="running">The jobs that this process trains.</param>
/// <param name="meter">Counts ended jobs.</param>
/// <param name="feed">The live metrics.</param>
/// <param name="changes">Notifies subscribers.</param>
public sealed class JobEnder(JobStateStore states, RunningJobs running, TrainingMeter meter, MetricsFeed feed, JobChangeNotifier changes)
{
    /// <summary>Ends a trained job, which adds a model version.</summary>
    /// <returns>The end; null if this process no longer owned the job.</returns>
    internal JobEnd? Complete(JobLease lease, TrainingOutcome outcome) => lease.Complete(outcome) is { } state
        ? Announce(lease.JobId, new JobEnd(state, state == JobState.Stopped ? EndReason.Requested : EndReason.Completed))
        : null;

    /// <summary>Ends a job of this process as failed.</summary>
    /// <param name="lease">The job.</param>
    /// <param name="reason">The kind of reason.</param>
    /// <param name="error">The reason.</param>
    /// <param name="report">A report on the epochs of a diverged job; null without one.</param>
    /// <returns>The end; null if this process no longer owned the job.</returns>
    internal JobEnd? Fail(JobLease lease, EndReason reason, string error, Report? report = null) =>
        lease.Fail(reason, error, report) ? Announce(lease.JobId, new JobEnd(JobState.Failed, reason)) : null;

    /// <summary>Requests a running job to stop; it ends later. Ends a queued job at once.</summary>
    /// <returns>Whether the job was queued, running or stopping.</returns>
    public async Task<bool> StopAsync(Guid jobId)
    {
        var state = await states.StopAsync(jobId);
        if (state == JobState.Stopped)
        {
            Announce(jobId, new JobEnd(JobState.Stopped, EndReason.Requested));
        }
        else if (state is not null)
        {
            running.CheckNow(jobId);
            changes.Notify(jobId);
        }

        return state is not null;
    }

    /// <summary>Cancels a job. The process that trains it notices and stops the training.</summary>
    /// <returns>Whether the job was queued, running or stopping.</returns>
    public async Task<bool> CancelAsync(Guid jobId)
    {
        var isCancelled = await states.CancelAsync(jobId);
        if (isCancelled)
        {
            running.CheckNow(jobId);
            Announce(jobId, new JobEnd(JobState.Cancelled, EndReason.Requested));
        }

        return isCancelled;
    }

    /// <summary>Ends a waiting job whose device is gone.</summary>
    public async Task InterruptAsync(Guid jobId, string error)
    {
        if (await states.InterruptAsync(jobId, error))
        {
            Announce(jobId, new JobEnd(JobState.Interrupted, EndReason.DeviceGone));
        }
    }

    private JobEnd Announce(Guid jobId, JobEnd end)
    {
        meter.RecordJobsEnded(end.State, end.Reason);
        feed.Complete(jobId);
        changes.Notify(jobId);
        return end;
    }
}
