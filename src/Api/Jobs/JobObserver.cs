using System.Diagnostics;
using System.Globalization;
using LearnML.Api.LiveMetrics;
using LearnML.Contracts;
using LearnML.Training.Fitting;

namespace LearnML.Api.Jobs;

/// <summary>
/// Collects what a training run reports, for <see cref="JobWrites"/> to store, and publishes epochs to watchers only after they are stored.
/// Everything that is reported during one write is stored together in the next write, because an epoch may be shorter than a write.
/// </summary>
internal sealed partial class JobObserver(
    JobLease lease, string device, JobWrites writes, MetricsFeed feed, JobChanges changes, ILogger log) : ITrainingObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly List<EpochScores> unwritten = [];
    private readonly List<(JobLogLevel Level, string Message)> unlogged = [];
    private bool hasEpochs;
    private bool hasCheckpoint;
    private bool isNotSavedLogged;
    private long written;
    private TimeSpan reportedAt;
    private (double Progress, long Samples)? first;
    private (double Progress, long Samples) now;

    public void Began(long rows, long parameters) =>
        Log(JobLogLevel.Information, $"Training started on {device}, with {rows:n0} rows and {parameters:n0} parameters.");

    public void WentOn(IReadOnlyList<int> folds, int epoch) => Log(
        JobLogLevel.Information,
        $"Training resumed from a checkpoint {(epoch == 0 ? "within epoch 1" : $"after epoch {epoch}")}{OfFolds(folds)}.");

    public void FoldEnded(int fold, int epoch, double loss) => Log(
        JobLogLevel.Information, $"Fold {fold} of {lease.Spec.Validation.Folds} finished: it keeps epoch {epoch}, with validation loss {loss:g4}.");

    public void BatchEnded(double progress, long samples)
    {
        now = (progress, samples);
        first ??= hasEpochs ? now : (0, 0);
        if (sinceStart.Elapsed - reportedAt >= Interval)
        {
            writes.Report(ProgressNow());
        }
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        hasEpochs = true;
        writes.Report(ProgressNow());
        Tell(() => unwritten.AddRange(scores));
    }

    public void CheckpointSaved(TimeSpan took)
    {
        isNotSavedLogged = false;
        Tell(() => hasCheckpoint = true);
    }

    public void CheckpointFailed(Exception exception)
    {
        NotSaved(exception, lease.JobId);
        if (!isNotSavedLogged)
        {
            isNotSavedLogged = true;
            Log(JobLogLevel.Warning, $"The latest checkpoint could not be written. The job keeps training and tries again later.");
        }
    }

    public void CheckpointDamaged(string file)
    {
        Damaged(lease.JobId, file);
        Log(JobLogLevel.Warning, $"The checkpoint {file[..file.LastIndexOf('-')]} is damaged and was skipped.");
    }

    /// <summary>Writes everything that is pending now. If a write fails, the data stays pending.</summary>
    /// <returns>Whether anything was pending.</returns>
    public bool Write()
    {
        EpochScores[] epochs;
        (JobLogLevel, string)[] lines;
        bool checkpoint;
        lock (gate)
        {
            (epochs, lines, checkpoint) = ([.. unwritten], [.. unlogged], hasCheckpoint);
        }

        foreach (var metrics in epochs.Length == 0 ? [] : lease.AddEpochs(written, epochs, writes.Progress))
        {
            feed.Publish(metrics);
        }

        // Lines have no sequence number yet, so they would be stored twice if a later write failed. They are removed at once.
        if (lines.Length > 0)
        {
            lease.Log(lines);
            lock (gate)
            {
                unlogged.RemoveRange(0, lines.Length);
            }
        }

        if (checkpoint)
        {
            lease.CheckpointSaved();
        }

        lock (gate)
        {
            written += epochs.Length;
            unwritten.RemoveRange(0, epochs.Length);
            hasCheckpoint &= !checkpoint;
        }

        if (epochs.Length + lines.Length > 0)
        {
            changes.Notify(lease.JobId);
        }

        return epochs.Length + lines.Length > 0 || checkpoint;
    }

    private void Log(JobLogLevel level, FormattableString message) =>
        Tell(() => unlogged.Add((level, message.ToString(CultureInfo.InvariantCulture))));

    private static string OfFolds(IReadOnlyList<int> folds) => folds switch
    {
        [] => "",
        [var fold] => string.Create(CultureInfo.InvariantCulture, $" of fold {fold}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" of folds {folds[0]} to {folds[^1]}"),
    };

    private void Tell(Action change)
    {
        lock (gate)
        {
            change();
        }

        writes.Wake();
    }

    /// <summary>Returns the progress, with the speed since this process started the job; null before its first batch.</summary>
    private JobProgress? ProgressNow()
    {
        if (first is not var (progressAtFirst, samplesAtFirst) || now.Progress <= progressAtFirst)
        {
            return null;
        }

        reportedAt = sinceStart.Elapsed;
        var seconds = reportedAt.TotalSeconds;
        var remaining = seconds * (1 - now.Progress) / (now.Progress - progressAtFirst);
        return new JobProgress(now.Progress, (now.Samples - samplesAtFirst) / seconds, remaining);
    }

    [LoggerMessage(LogLevel.Warning, "The latest checkpoint of job {JobId} could not be written; the job keeps training and tries again later.")]
    private partial void NotSaved(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId}: the latest checkpoint {File} is damaged; the one before it is used.")]
    private partial void Damaged(Guid jobId, string file);
}
