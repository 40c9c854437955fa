using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Fitting;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Jobs;

/// <summary>
/// The jobs in the database. Every change of state is one conditional update, so that of two that want it one gets it:
/// a job that was cancelled cannot come back by a late report of its trainer.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class JobStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    /// <summary>States of a job that has ended.</summary>
    public static IReadOnlyList<JobState> Ended { get; } =
        [JobState.Stopped, JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Interrupted];

    private static readonly JobState[] Active = [JobState.Running, JobState.Stopping];
    private static readonly JobState[] Open = [JobState.Queued, .. Active];

    /// <summary>Stores a new job in a device's queue.</summary>
    public async Task<Job> AddAsync(JobSpec spec, string device, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var row = new JobRow
        {
            Id = Guid.CreateVersion7(now),
            State = JobState.Queued,
            Spec = spec,
            Dataset = spec.Dataset,
            Model = spec.Model!,
            Queue = device,
            CreatedAt = now,
        };
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        context.Add(row);
        await context.SaveChangesAsync(cancellation);
        return await ToJobAsync(context, row, cancellation);
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
        var jobs = new List<Job>(page.Count);
        foreach (var row in page)
        {
            jobs.Add(await ToJobAsync(context, row, cancellation));
        }

        return new Page<Job>(jobs, await rows.CountAsync(cancellation), query.Skip);
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

    /// <summary>Takes a queued job for running; null when it is not there to be taken.</summary>
    public (JobSpec Spec, string Device)? Start(Guid id)
    {
        using var context = contexts.CreateDbContext();
        var now = time.GetUtcNow();
        var started = context.Jobs.Where(job => job.Id == id && job.State == JobState.Queued).ExecuteUpdate(job => job
            .SetProperty(row => row.State, JobState.Running)
            .SetProperty(row => row.StartedAt, now));
        var row = started == 0 ? null : context.Jobs.AsNoTracking().Single(job => job.Id == id);
        return row is null ? null : (row.Spec, row.Queue);
    }

    /// <summary>Stores how far a running job is.</summary>
    public void ReportProgress(Guid id, JobProgress progress)
    {
        using var context = contexts.CreateDbContext();
        context.Jobs.Where(job => job.Id == id && Active.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.Progress, progress.Share)
            .SetProperty(row => row.SamplesPerSecond, progress.SamplesPerSecond)
            .SetProperty(row => row.EtaSeconds, progress.EtaSeconds));
    }

    /// <summary>Stores an epoch, of each fold in lockstep, under the next sequence numbers.</summary>
    /// <exception cref="OperationCanceledException">The job no longer runs.</exception>
    public IReadOnlyList<EpochMetrics> AddEpoch(Guid id, IReadOnlyList<EpochScores> scores, JobProgress progress)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var updated = context.Jobs.Where(job => job.Id == id && Active.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.Epoch, scores[0].Epoch)
            .SetProperty(row => row.Fold, scores.Count == 1 ? scores[0].Fold : null)
            .SetProperty(row => row.Progress, progress.Share)
            .SetProperty(row => row.SamplesPerSecond, progress.SamplesPerSecond)
            .SetProperty(row => row.EtaSeconds, progress.EtaSeconds)
            .SetProperty(row => row.LastSequence, row => row.LastSequence + scores.Count));
        if (updated == 0)
        {
            throw new OperationCanceledException("The job no longer runs.");
        }

        var first = context.Jobs.Where(job => job.Id == id).Select(job => job.LastSequence).Single() - scores.Count + 1;
        EpochMetrics[] metrics = [.. scores.Select((each, index) => ToMetrics(id, first + index, each))];
        context.AddRange(metrics.Select(each => new MetricsRow { JobId = id, Sequence = each.Sequence, Metrics = each }));
        context.SaveChanges();
        transaction.Commit();
        return metrics;
    }

    /// <summary>Ends a running job with a report and adds a model version, both or neither.</summary>
    /// <returns>Whether it was still running.</returns>
    public bool Complete(Guid id, TrainingOutcome outcome)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        if (context.Jobs.SingleOrDefault(job => job.Id == id && Active.Contains(job.State)) is not { } row)
        {
            return false;
        }

        row.Version = 1 + (context.ModelVersions.Where(version => version.Name == row.Model).Max(version => (int?)version.Version) ?? 0);
        row.State = outcome.Stopped ? JobState.Stopped : JobState.Succeeded;
        row.Report = outcome.Report;
        row.EndedAt = time.GetUtcNow();
        row.EtaSeconds = null;
        var details = new ModelVersion
        {
            Name = row.Model,
            Version = row.Version.Value,
            JobId = id,
            CreatedAt = row.EndedAt.Value,
            Dataset = row.Dataset,
            Epoch = outcome.Best.Epoch,
            Parameters = outcome.Best.Parameters,
            Validation = outcome.Report.Validation!,
            Test = outcome.Report.Test,
            Task = outcome.Report.Task,
            Classes = outcome.Report.Classes,
        };
        context.Add(new ModelVersionRow { Name = details.Name, Version = details.Version, JobId = id, Checkpoint = $"epoch-{details.Epoch:D6}", Details = details });
        context.SaveChanges();
        transaction.Commit();
        return true;
    }

    /// <summary>Ends an open job without a model.</summary>
    /// <returns>Whether it was open.</returns>
    public bool End(Guid id, JobState state, string? error = null) => Change(id, Open, state, error);

    /// <summary>Ends an open job that failed, with what its epochs show.</summary>
    /// <returns>Whether it was open.</returns>
    public bool Fail(Guid id, string error, Report? report) => Change(id, Open, JobState.Failed, error, report);

    /// <summary>Asks a running job to stop; ends a queued one.</summary>
    /// <returns>Whether it was open.</returns>
    public bool Stop(Guid id) => Change(id, [JobState.Queued], JobState.Stopped) || Change(id, Active, JobState.Stopping);

    /// <summary>Removes a job that has ended, with its metrics; its model version stays.</summary>
    /// <returns>Whether it was there and had ended.</returns>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Jobs.Where(job => job.Id == id && Ended.Contains(job.State)).ExecuteDeleteAsync(cancellation) > 0;
    }

    /// <summary>What a service that went down left behind: the queued jobs in order, and those that were running.</summary>
    public (IReadOnlyList<(Guid Id, string Device)> Queued, IReadOnlyList<Guid> Running) LeftBehind()
    {
        using var context = contexts.CreateDbContext();
        var open = context.Jobs.AsNoTracking().Where(job => Open.Contains(job.State)).OrderBy(job => job.Id)
            .Select(job => new { job.Id, job.Queue, job.State }).ToList();
        return (
            [.. open.Where(job => job.State == JobState.Queued).Select(job => (job.Id, job.Queue))],
            [.. open.Where(job => job.State != JobState.Queued).Select(job => job.Id)]);
    }

    private static EpochMetrics ToMetrics(Guid jobId, long sequence, EpochScores scores) => new()
    {
        Sequence = sequence,
        JobId = jobId,
        Fold = scores.Fold,
        Epoch = scores.Epoch,
        ElapsedSeconds = scores.ElapsedSeconds,
        Train = scores.Train,
        Validation = scores.Validation,
        LearningRate = scores.LearningRate,
        GradientNorm = scores.GradientNorm,
        Layers = scores.Layers,
    };

    private bool Change(Guid id, JobState[] from, JobState to, string? error = null, Report? report = null)
    {
        using var context = contexts.CreateDbContext();
        DateTimeOffset? endedAt = Ended.Contains(to) ? time.GetUtcNow() : null;
        return context.Jobs.Where(job => job.Id == id && from.Contains(job.State)).ExecuteUpdate(job => job
            .SetProperty(row => row.State, to)
            .SetProperty(row => row.EndedAt, endedAt)
            .SetProperty(row => row.Error, error)
            .SetProperty(row => row.Report, report)
            .SetProperty(row => row.EtaSeconds, (double?)null)) > 0;
    }

    private static async Task<Job> ToJobAsync(LearnMLContext context, JobRow row, CancellationToken cancellation) => row.ToJob(
        row.State != JobState.Queued ? null : 1 + await context.Jobs.CountAsync(
            other => other.State == JobState.Queued && other.Queue == row.Queue && other.CreatedAt < row.CreatedAt, cancellation));
}
