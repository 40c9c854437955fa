using LearnML.Api.Storage.Listing;
using LearnML.Api.Storage.Promotions;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>
/// The right of one worker process to write to a job. Every write checks the owner's fencing token, and changes nothing once the job has ended
/// or another process owns it.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="job">The job as it was when this process became its owner.</param>
public sealed class JobLease(IDbContextFactory<LearnMLContext> contexts, TimeProvider time, JobRow job)
{
    /// <summary>The job.</summary>
    public Guid JobId => job.Id;

    /// <summary>The spec of the job.</summary>
    public JobSpec Spec => job.Spec;

    /// <summary>The trace of the request that posted the job, as a W3C <c>traceparent</c>; null without tracing.</summary>
    public string? TraceParent => job.TraceParent;

    /// <summary>How often the job was started, this start included, since it last saved a checkpoint or was released in good order.</summary>
    public int Attempts => job.Attempts;

    /// <summary>The newest sequence number of the job's metrics when this process became its owner.</summary>
    public long LastSequence => job.LastSequence;

    /// <summary>The fencing token of this owner, higher than the token of any earlier owner.</summary>
    public long Token => job.Token;

    /// <summary>Extends the lease by <see cref="JobLeases.Duration"/> and stores the progress.</summary>
    /// <param name="progress">The progress; null before the first batch.</param>
    /// <returns>How many stops were requested so far; null if this process no longer owns the job.</returns>
    public int? Renew(JobProgress? progress)
    {
        using var context = contexts.CreateDbContext();
        var until = time.GetUtcNow() + JobLeases.Duration;
        OwnedJob(context).ExecuteUpdate(update => update.SetProperty(row => row.LeaseUntil, until).SetProgress(progress));
        return OwnedJob(context).Select(row => (int?)row.Stops).SingleOrDefault();
    }

    /// <summary>Sets <see cref="JobRow.Attempts"/> to 0, because a new checkpoint was saved.</summary>
    public void ResetAttempts()
    {
        using var context = contexts.CreateDbContext();
        OwnedJob(context).ExecuteUpdate(update => update.SetProperty(row => row.Attempts, 0));
    }

    /// <summary>Adds lines to the job's log.</summary>
    /// <exception cref="OperationCanceledException">This process no longer owns the job.</exception>
    public void AddLogLines(params IReadOnlyList<(JobLogLevel Level, string Message)> lines)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();

        // This update changes no value. It locks the row until the lines are committed.
        if (OwnedJob(context).ExecuteUpdate(update => update.SetProperty(row => row.Token, Token)) == 0)
        {
            throw CreateLostException();
        }

        context.AddLogLines(JobId, time.GetUtcNow(), lines);
        transaction.Commit();
    }

    /// <summary>
    /// Stores epochs under the next sequence numbers. A run that resumes from a checkpoint reports its earlier epochs again. Epochs that are
    /// already stored with the same values stay. From the first epoch that differs, the stored epochs are replaced: training on a GPU is not
    /// exactly repeatable, and a stop may have cut an epoch short.
    /// </summary>
    /// <param name="reportedBefore">The number of epochs this run has reported before.</param>
    /// <param name="scores">The epochs; with folds in lockstep, one for each fold. At least one.</param>
    /// <param name="progress">The progress of the job; null before its first batch.</param>
    /// <returns>The epochs that were stored now.</returns>
    /// <exception cref="OperationCanceledException">This process no longer owns the job.</exception>
    public IReadOnlyList<EpochMetrics> AddEpochs(long reportedBefore, IReadOnlyList<EpochScores> scores, JobProgress? progress)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var added = context.AddEpochs(OwnedJob(context), job, reportedBefore, scores, progress) ?? throw CreateLostException();
        context.SaveChanges();
        transaction.Commit();
        return added;
    }

    /// <summary>Stores that trials of the job's search have ended.</summary>
    /// <exception cref="OperationCanceledException">This process no longer owns the job.</exception>
    internal void EndTrials(IReadOnlyList<TrialEnd> ends)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();

        // This update changes no value. It locks the row until the trials are committed.
        if (OwnedJob(context).ExecuteUpdate(update => update.SetProperty(row => row.Token, Token)) == 0)
        {
            throw CreateLostException();
        }

        context.EndTrials(JobId, Spec.Search!.Objective, ends);
        context.SaveChanges();
        transaction.Commit();
    }

    /// <summary>Ends the job with a report and adds a model version, in one transaction.</summary>
    /// <returns>The state of the job; null if this process no longer owned it, and nothing has changed.</returns>
    public JobState? Complete(TrainingOutcome outcome)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var version = context.FindNextVersion(job.Model);
        var now = time.GetUtcNow();
        var state = outcome.WasStopped ? JobState.Stopped : JobState.Succeeded;
        if (!End(context, state, now, null, outcome.Report, version))
        {
            return null;
        }

        var added = context.AddPromotedAsync(VersionRows.FromOutcome(job, version, outcome, now), outcome.CheckpointName, CancellationToken.None)
            .GetAwaiter().GetResult();
        if (added.Promotion is { } promotion)
        {
            var level = promotion.Outcome is PromotionOutcome.First or PromotionOutcome.Better ? JobLogLevel.Information : JobLogLevel.Warning;
            context.AddLogLines(JobId, now, (level, FormattableString.Invariant($"Version {version} of the model {job.Model}: {promotion.Reason}")));
        }

        transaction.Commit();
        return state;
    }

    /// <summary>Ends the job without a model.</summary>
    /// <param name="reason">The kind of reason.</param>
    /// <param name="error">Why the job failed.</param>
    /// <param name="report">A report on the epochs of a diverged job; null without one.</param>
    /// <returns>Whether this process still owned the job.</returns>
    public bool Fail(EndReason reason, string error, Report? report = null)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var isOurs = End(context, JobState.Failed, time.GetUtcNow(), (reason, error), report, job.Version);
        transaction.Commit();
        return isOurs;
    }

    /// <summary>Releases the job in good order, so that another process can continue it.</summary>
    /// <param name="reason">Why the job is released, for the log.</param>
    /// <returns>Whether this process still owned the job.</returns>
    public bool Release(string reason)
    {
        using var context = contexts.CreateDbContext();
        return ReturnToQueue(
            context,
            OwnedJob(context),
            isGoodOrder: true,
            (JobLogLevel.Information, $"Process {job.Owner} released the job: {reason}. The job waits for another process."));
    }

    /// <summary>Takes the job from its owner, which is considered dead, unless the owner has renewed its lease in the meantime.</summary>
    /// <param name="now">The current time.</param>
    /// <returns>Whether the job now waits for another process.</returns>
    internal bool ReclaimIfExpired(DateTimeOffset now)
    {
        using var context = contexts.CreateDbContext();
        return ReturnToQueue(
            context,
            OwnedJob(context).Where(row => row.LeaseUntil < now),
            isGoodOrder: false,
            (JobLogLevel.Warning, $"Process {job.Owner} did not renew its lease and is considered dead. The job waits for another process."));
    }

    private bool ReturnToQueue(LearnMLContext context, IQueryable<JobRow> owned, bool isGoodOrder, (JobLogLevel, string) line)
    {
        using var transaction = context.Database.BeginTransaction();
        var released = owned.ExecuteUpdate(update => update
            .SetProperty(row => row.State, row => row.State == JobState.Running ? JobState.Queued : row.State)
            .SetProperty(row => row.Attempts, row => isGoodOrder ? 0 : row.Attempts)
            .RemoveOwner()) > 0;
        if (released)
        {
            context.AddLogLines(JobId, time.GetUtcNow(), line);
        }

        transaction.Commit();
        return released;
    }

    private bool End(
        LearnMLContext context, JobState state, DateTimeOffset now, (EndReason Reason, string Error)? failure, Report? report, int? version)
    {
        var (error, reason) = (failure?.Error, failure?.Reason);
        var best = failure is null ? report!.Validation : null;
        var ended = OwnedJob(context).ExecuteUpdate(update => update
            .SetProperty(row => row.State, state)
            .SetProperty(row => row.Error, error)
            .SetProperty(row => row.EndReason, reason)
            .SetProperty(row => row.Report, report)
            .SetProperty(row => row.Version, version)
            .SetProperty(row => row.Best, row => best ?? row.Best)
            .SetProperty(row => row.Progress, row => state == JobState.Succeeded ? 1 : row.Progress)
            .SetProperty(row => row.EndedAt, (DateTimeOffset?)now)
            .RemoveOwner()) > 0;
        if (ended)
        {
            var scores = context.Jobs.Where(row => row.Id == JobId).Select(row => row.Best).Single();
            context.UpdateJobScores(JobId, JobFieldValues.GetScores(scores, report, now - job.StartedAt));
            var last = JobLog.DescribeEnd(state, job.StartedAt, now, state == JobState.Failed ? null : (job.Model, version!.Value));
            context.AddLogLines(JobId, now, error is null ? [last] : [(JobLogLevel.Error, error), last]);
        }

        return ended;
    }

    /// <summary>Creates the exception that ends the work of a process that no longer owns the job.</summary>
    internal static OperationCanceledException CreateLostException() => new("This process no longer owns the job.");

    private IQueryable<JobRow> OwnedJob(LearnMLContext context) =>
        context.Jobs.Where(row => row.Id == JobId && row.Token == Token && JobStates.Active.Contains(row.State));
}
