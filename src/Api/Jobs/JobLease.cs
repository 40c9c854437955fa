using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Fitting;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Jobs;

/// <summary>
/// A job in the hands of one owner. Each of its writes bears the owner's token and changes nothing once the job has ended or
/// another owner has it.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="job">The job as it was when the owner got it.</param>
public sealed class JobLease(IDbContextFactory<LearnMLContext> contexts, TimeProvider time, JobRow job)
{
    /// <summary>The job.</summary>
    public Guid JobId => job.Id;

    /// <summary>What it runs.</summary>
    public JobSpec Spec => job.Spec;

    /// <summary>The request that made it, for traces; null where nobody traces.</summary>
    public string? TraceParent => job.TraceParent;

    /// <summary>How often it was started, this start included, since it last got on as far as the database knows.</summary>
    public int Attempts => job.Attempts;

    /// <summary>The newest sequence number when the owner got it.</summary>
    public long LastSequence => job.LastSequence;

    /// <summary>Higher than that of any owner before.</summary>
    public long Token => job.Token;

    /// <summary>Keeps the job for another while, and stores how far it is.</summary>
    /// <param name="progress">How far; null before the first batch.</param>
    /// <returns>How often it was asked to stop; null when the owner has it no longer.</returns>
    public int? Renew(JobProgress? progress)
    {
        using var context = contexts.CreateDbContext();
        var until = time.GetUtcNow() + JobLeases.Duration;
        Mine(context).ExecuteUpdate(jobs => jobs
            .SetProperty(row => row.LeaseUntil, until)
            .SetProperty(row => row.Progress, row => progress == null ? row.Progress : progress.Share)
            .SetProperty(row => row.SamplesPerSecond, progress == null ? null : progress.SamplesPerSecond)
            .SetProperty(row => row.EtaSeconds, progress == null ? null : progress.EtaSeconds));
        return Mine(context).Select(row => (int?)row.Stops).SingleOrDefault();
    }

    /// <summary>Says that the job got on.</summary>
    public void CheckpointSaved()
    {
        using var context = contexts.CreateDbContext();
        Mine(context).ExecuteUpdate(jobs => jobs.SetProperty(row => row.Attempts, 0));
    }

    /// <summary>Adds lines to the job's log.</summary>
    /// <exception cref="OperationCanceledException">The owner has the job no longer.</exception>
    public void Log(params IReadOnlyList<(JobLogLevel Level, string Message)> lines)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();

        // It changes nothing but who holds the row until the lines are committed.
        if (Mine(context).ExecuteUpdate(jobs => jobs.SetProperty(row => row.Token, Token)) == 0)
        {
            throw new OperationCanceledException("The job is no longer this owner's.");
        }

        context.Log(JobId, time.GetUtcNow(), lines);
        transaction.Commit();
    }

    /// <summary>
    /// Stores epochs under the next sequence numbers. A run that goes on from a checkpoint tells its epochs again: what is
    /// stored already stays as it is, unless it is of another training, as on a GPU or of an epoch that a stop had cut short; then what was
    /// told anew takes its place.
    /// </summary>
    /// <param name="before">How many the run has told before.</param>
    /// <param name="scores">The epochs; of folds in lockstep, those of each.</param>
    /// <param name="progress">How far the job is now; null before its first batch.</param>
    /// <returns>What was stored.</returns>
    /// <exception cref="OperationCanceledException">The owner has the job no longer.</exception>
    public IReadOnlyList<EpochMetrics> AddEpochs(long before, IReadOnlyList<EpochScores> scores, JobProgress? progress)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var standing = Mine(context).Select(row => new { row.LastSequence, row.Best }).SingleOrDefault() ?? throw new OperationCanceledException("The job is no longer this owner's.");
        var stored = standing.LastSequence;
        EpochMetrics[] told = [.. scores.Select((each, index) => ToMetrics(before + 1 + index, each))];
        var known = before < stored ? FirstOther(context, told) - 1 : stored;
        EpochMetrics[] metrics = [.. told.Where(each => each.Sequence > known)];
        if (metrics.Length == 0)
        {
            return [];
        }

        context.Metrics.Where(row => row.JobId == JobId && row.Sequence > known).ExecuteDelete();

        // The best so far may be one of those that are gone; a version that did not know of it left none.
        var best = BestEpoch.Of(Spec, known < stored || standing.Best is null ? BestEpoch.Of(Spec, context, JobId) : standing.Best, metrics);
        int?[] folds = [.. metrics.Where(each => each.Epoch == metrics[^1].Epoch).Select(each => each.Fold).Distinct()];
        var fold = folds.Length == 1 ? folds[0] : null;
        var updated = Mine(context).ExecuteUpdate(jobs => jobs
            .SetProperty(row => row.Epoch, metrics[^1].Epoch)
            .SetProperty(row => row.Fold, fold)
            .SetProperty(row => row.Best, best)
            .SetProperty(row => row.Progress, row => progress == null ? row.Progress : progress.Share)
            .SetProperty(row => row.SamplesPerSecond, progress == null ? null : progress.SamplesPerSecond)
            .SetProperty(row => row.EtaSeconds, progress == null ? null : progress.EtaSeconds)
            .SetProperty(row => row.LastSequence, metrics[^1].Sequence));
        if (updated == 0)
        {
            throw new OperationCanceledException("The job is no longer this owner's.");
        }

        context.AddRange(metrics.Select(each => new MetricsRow { JobId = JobId, Sequence = each.Sequence, Metrics = each }));
        context.SaveChanges();
        transaction.Commit();
        return metrics;
    }

    /// <summary>Ends the job with a report and adds a model version, both or neither.</summary>
    /// <returns>Whether the owner still had it.</returns>
    public bool Complete(TrainingOutcome outcome)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var version = 1 + (context.ModelVersions.Where(row => row.Name == job.Model).Max(row => (int?)row.Version) ?? 0);
        var now = time.GetUtcNow();
        if (!End(context, outcome.Stopped ? JobState.Stopped : JobState.Succeeded, null, outcome.Report, version, BestEpoch.Of(outcome.Report)))
        {
            return false;
        }

        var details = new ModelVersion
        {
            Name = job.Model,
            Version = version,
            JobId = JobId,
            CreatedAt = now,
            Dataset = job.Dataset,
            Spec = Spec,
            DatasetHash = outcome.Best.DatasetHash,
            WeightsSha256 = outcome.Best.WeightsSha256,
            WeightsBytes = outcome.Best.WeightsBytes,
            Epoch = outcome.Best.Epoch,
            Parameters = outcome.Best.Parameters,
            Validation = outcome.Report.Validation!,
            Test = outcome.Report.Test,
            Task = outcome.Report.Task,
            Classes = outcome.Report.Classes,
        };
        context.Add(new ModelVersionRow { Name = details.Name, Version = version, JobId = JobId, Checkpoint = outcome.Checkpoint, Details = details });
        context.SaveChanges();
        transaction.Commit();
        return true;
    }

    /// <summary>Ends the job without a model.</summary>
    /// <param name="error">Why.</param>
    /// <param name="report">What its epochs show all the same.</param>
    /// <returns>Whether the owner still had it.</returns>
    public bool Fail(string error, Report? report = null)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var isOurs = End(context, JobState.Failed, error, report, job.Version, null);
        transaction.Commit();
        return isOurs;
    }

    /// <summary>Lets the job wait for another owner: this one ends in good order.</summary>
    /// <param name="reason">Why, for the log.</param>
    /// <returns>Whether the owner still had it.</returns>
    public bool GiveBack(string reason)
    {
        using var context = contexts.CreateDbContext();
        return Release(context, Mine(context), isGoodOrder: true, (JobLogLevel.Information, $"Process {job.Owner} gave the job back: {reason}. It waits for another."));
    }

    /// <summary>Lets the job wait for another owner, unless this one, which is taken for dead, has renewed.</summary>
    /// <param name="now">The time.</param>
    /// <returns>Whether it waits.</returns>
    internal bool TakeBack(DateTimeOffset now)
    {
        using var context = contexts.CreateDbContext();
        return Release(
            context,
            Mine(context).Where(row => row.LeaseUntil < now),
            isGoodOrder: false,
            (JobLogLevel.Warning, $"Process {job.Owner} has not renewed its lease and is taken for dead. The job waits for another."));
    }

    private bool Release(LearnMLContext context, IQueryable<JobRow> mine, bool isGoodOrder, (JobLogLevel, string) told)
    {
        using var transaction = context.Database.BeginTransaction();
        var released = mine.ExecuteUpdate(jobs => jobs
            .SetProperty(row => row.State, row => row.State == JobState.Running ? JobState.Queued : row.State)
            .SetProperty(row => row.Attempts, row => isGoodOrder ? 0 : row.Attempts)
            .SetProperty(row => row.EtaSeconds, (double?)null)
            .SetProperty(row => row.Owner, (string?)null)
            .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)) > 0;
        if (released)
        {
            context.Log(JobId, time.GetUtcNow(), told);
        }

        transaction.Commit();
        return released;
    }

    private bool End(LearnMLContext context, JobState state, string? error, Report? report, int? version, Metrics? kept)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var ended = Mine(context).ExecuteUpdate(jobs => jobs
            .SetProperty(row => row.State, state)
            .SetProperty(row => row.Error, error)
            .SetProperty(row => row.Report, report)
            .SetProperty(row => row.Version, version)
            .SetProperty(row => row.Best, row => kept ?? row.Best)
            .SetProperty(row => row.Progress, row => state == JobState.Succeeded ? 1 : row.Progress)
            .SetProperty(row => row.EndedAt, now)
            .SetProperty(row => row.EtaSeconds, (double?)null)
            .SetProperty(row => row.Owner, (string?)null)
            .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)) > 0;
        if (ended)
        {
            var last = JobLog.Ended(state, job.StartedAt, now.Value, state == JobState.Failed ? null : (job.Model, version!.Value));
            context.Log(JobId, now.Value, error is null ? [last] : [(JobLogLevel.Error, error), last]);
        }

        return ended;
    }

    /// <summary>The sequence number of the first that is not stored as it is told now.</summary>
    private long FirstOther(LearnMLContext context, EpochMetrics[] told)
    {
        var (first, last) = (told[0].Sequence, told[^1].Sequence);
        var stored = context.Metrics.AsNoTracking().Where(row => row.JobId == JobId && row.Sequence >= first && row.Sequence <= last).OrderBy(row => row.Sequence)
            .Select(row => row.Metrics).AsEnumerable();
        var same = told.Zip(stored).TakeWhile(pair => (pair.First.Fold, pair.First.Epoch, pair.First.Train.Loss, pair.First.Validation?.Loss)
            == (pair.Second.Fold, pair.Second.Epoch, pair.Second.Train.Loss, pair.Second.Validation?.Loss)).Count();
        return first + same;
    }

    private IQueryable<JobRow> Mine(LearnMLContext context) =>
        context.Jobs.Where(row => row.Id == JobId && row.Token == Token && JobStore.Active.Contains(row.State));

    private EpochMetrics ToMetrics(long sequence, EpochScores scores) => new()
    {
        Sequence = sequence,
        JobId = JobId,
        Fold = scores.Fold,
        Epoch = scores.Epoch,
        ElapsedSeconds = scores.ElapsedSeconds,
        Train = scores.Train,
        Validation = scores.Validation,
        LearningRate = scores.LearningRate,
        GradientNorm = scores.GradientNorm,
        Layers = scores.Layers,
    };
}
