using System.Diagnostics;
using System.Globalization;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Collects what a training run reports, for <see cref="JobWriter"/> to store, and publishes epochs to watchers only after they are stored.
/// Everything that is reported during one write is stored together in the next write, because an epoch may be shorter than a write.
/// </summary>
internal sealed partial class JobObserver(
    JobLease lease, string device, JobWriter writer, MetricsFeed feed, JobChangeNotifier changes, ILogger log) : ITrainingObserver
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly List<EpochScores> pendingEpochs = [];
    private readonly List<(JobLogLevel Level, string Message)> pendingLines = [];
    private bool hasEpochs;
    private bool hasNewCheckpoint;
    private bool isSaveFailureLogged;
    private long writtenEpochs;
    private TimeSpan reportedAt;
    private (double Progress, long Samples)? firstBatch;
    private (double Progress, long Samples) latestBatch;

    public void Started(long rows, long parameters) =>
        AddLogLine(JobLogLevel.Information, $"Training started on {device}, with {rows:n0} rows and {parameters:n0} parameters.");

    public void Resumed(IReadOnlyList<int> folds, int epoch) => AddLogLine(
        JobLogLevel.Information,
        $"Training resumed from a checkpoint {(epoch == 0 ? "within epoch 1" : $"after epoch {epoch}")}{DescribeFolds(folds)}.");

    public void FoldEnded(int fold, int epoch, double loss) => AddLogLine(
        JobLogLevel.Information, $"Fold {fold} of {lease.Spec.Validation.Folds} finished: it keeps epoch {epoch}, with validation loss {loss:g4}.");

    public void BatchEnded(double progress, long samples)
    {
        latestBatch = (progress, samples);
        firstBatch ??= hasEpochs ? latestBatch : (0, 0);
        if (sinceStart.Elapsed - reportedAt >= ReportInterval)
        {
            writer.ReportProgress(CurrentProgress());
        }
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        hasEpochs = true;
        writer.ReportProgress(CurrentProgress());
        UpdateAndWake(() => pendingEpochs.AddRange(scores));
    }

    public void CheckpointSaved(TimeSpan took)
    {
        isSaveFailureLogged = false;
        UpdateAndWake(() => hasNewCheckpoint = true);
    }

    public void CheckpointFailed(Exception exception)
    {
        LogSaveFailed(exception, lease.JobId);
        if (!isSaveFailureLogged)
        {
            isSaveFailureLogged = true;
            AddLogLine(JobLogLevel.Warning, $"The latest checkpoint could not be written. The job keeps training and tries again later.");
        }
    }

    public void CheckpointDamaged(string file)
    {
        LogDamagedCheckpoint(lease.JobId, file);
        AddLogLine(JobLogLevel.Warning, $"The checkpoint {file[..file.LastIndexOf('-')]} is damaged and was skipped.");
    }

    /// <summary>Writes everything that is pending now. If a write fails, the data stays pending.</summary>
    /// <returns>Whether anything was pending.</returns>
    public bool WritePending()
    {
        EpochScores[] epochs;
        (JobLogLevel, string)[] lines;
        bool checkpoint;
        lock (gate)
        {
            (epochs, lines, checkpoint) = ([.. pendingEpochs], [.. pendingLines], hasNewCheckpoint);
        }

        foreach (var metrics in epochs.Length == 0 ? [] : lease.AddEpochs(writtenEpochs, epochs, writer.Progress))
        {
            feed.Publish(metrics);
        }

        // Lines have no sequence number yet, so they would be stored twice if a later write failed. They are removed at once.
        if (lines.Length > 0)
        {
            lease.AddLogLines(lines);
            lock (gate)
            {
                pendingLines.RemoveRange(0, lines.Length);
            }
        }

        if (checkpoint)
        {
            lease.ResetAttempts();
        }

        lock (gate)
        {
            writtenEpochs += epochs.Length;
            pendingEpochs.RemoveRange(0, epochs.Length);
            hasNewCheckpoint &= !checkpoint;
        }

        if (epochs.Length + lines.Length > 0)
        {
            changes.Notify(lease.JobId);
        }

        return epochs.Length + lines.Length > 0 || checkpoint;
    }

    private void AddLogLine(JobLogLevel level, FormattableString message) =>
        UpdateAndWake(() => pendingLines.Add((level, message.ToString(CultureInfo.InvariantCulture))));

    private static string DescribeFolds(IReadOnlyList<int> folds) => folds switch
    {
        [] => "",
        [var fold] => string.Create(CultureInfo.InvariantCulture, $" of fold {fold}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" of folds {folds[0]} to {folds[^1]}"),
    };

    private void UpdateAndWake(Action change)
    {
        lock (gate)
        {
            change();
        }

        writer.Wake();
    }

    /// <summary>Returns the progress, with the speed since this process started the job; null before its first batch.</summary>
    private JobProgress? CurrentProgress()
    {
        if (firstBatch is not var (progressAtFirst, samplesAtFirst) || latestBatch.Progress <= progressAtFirst)
        {
            return null;
        }

        reportedAt = sinceStart.Elapsed;
        var seconds = reportedAt.TotalSeconds;
        var remaining = seconds * (1 - latestBatch.Progress) / (latestBatch.Progress - progressAtFirst);
        return new JobProgress(latestBatch.Progress, (latestBatch.Samples - samplesAtFirst) / seconds, remaining);
    }

    [LoggerMessage(LogLevel.Warning, "The latest checkpoint of job {JobId} could not be written; the job keeps training and tries again later.")]
    private partial void LogSaveFailed(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId}: the latest checkpoint {File} is damaged; the one before it is used.")]
    private partial void LogDamagedCheckpoint(Guid jobId, string file);
}
