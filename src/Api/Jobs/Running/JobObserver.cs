using System.Diagnostics;
using System.Globalization;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Api.Jobs.Running;

/// <summary>Passes on what a training run reports, as events in the channel of <see cref="JobWriter"/>.</summary>
/// <param name="jobId">The job.</param>
/// <param name="foldCount">The number of folds of its cross-validation; null without one.</param>
/// <param name="device">The training device.</param>
/// <param name="report">Adds an event to the channel. It returns at once.</param>
/// <param name="log">The log.</param>
internal sealed partial class JobObserver(Guid jobId, int? foldCount, string device, Action<TrainingEvent> report, ILogger log) : ITrainingObserver
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private bool hasEpochs;
    private bool isSaveFailureLogged;
    private TimeSpan reportedAt;
    private (double Progress, long Samples)? firstBatch;
    private (double Progress, long Samples) latestBatch;

    public void Started(long rows, long parameters) =>
        AddLogLine(JobLogLevel.Information, $"Training started on {device}, with {rows:n0} rows and {parameters:n0} parameters.");

    public void Resumed(IReadOnlyList<int> folds, int epoch) => AddLogLine(
        JobLogLevel.Information,
        $"Training resumed from a checkpoint {(epoch == 0 ? "within epoch 1" : $"after epoch {epoch}")}{DescribeFolds(folds)}.");

    public void FoldEnded(int fold, int epoch, double loss) => AddLogLine(
        JobLogLevel.Information, $"Fold {fold} of {foldCount} finished: it keeps epoch {epoch}, with validation loss {loss:g4}.");

    public void TrialEnded(int trial, TrialState state, int? epoch, Metrics? validation) =>
        report(new TrainingEvent { TrialEnd = new TrialEnd(trial, state, epoch, validation) });

    public void TrialsEnded(int ended, int trials, int? best, double? score) => AddLogLine(
        JobLogLevel.Information,
        $"{ended} of {trials} trials have ended. {(best is null ? "All of them diverged." : $"The best is trial {best}, with {score:g4}.")}");

    public void BatchEnded(double progress, long samples)
    {
        latestBatch = (progress, samples);
        firstBatch ??= hasEpochs ? latestBatch : (0, 0);
        if (sinceStart.Elapsed - reportedAt >= ReportInterval && CurrentProgress() is { } current)
        {
            report(new TrainingEvent { Progress = current });
        }
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        hasEpochs = true;
        report(new TrainingEvent { Epochs = [.. scores], Progress = CurrentProgress() });
    }

    public void CheckpointSaved(TimeSpan took)
    {
        isSaveFailureLogged = false;
        report(new TrainingEvent { IsCheckpoint = true });
    }

    public void CheckpointFailed(Exception exception)
    {
        LogSaveFailed(exception, jobId);
        if (!isSaveFailureLogged)
        {
            isSaveFailureLogged = true;
            AddLogLine(JobLogLevel.Warning, $"The latest checkpoint could not be written. The job keeps training and tries again later.");
        }
    }

    public void CheckpointDamaged(string file)
    {
        LogDamagedCheckpoint(jobId, file);
        AddLogLine(JobLogLevel.Warning, $"The checkpoint {file[..file.LastIndexOf('-')]} is damaged and was skipped.");
    }

    private void AddLogLine(JobLogLevel level, FormattableString message) =>
        report(new TrainingEvent { LogLine = (level, message.ToString(CultureInfo.InvariantCulture)) });

    private static string DescribeFolds(IReadOnlyList<int> folds) => folds switch
    {
        [] => "",
        [var fold] => string.Create(CultureInfo.InvariantCulture, $" of fold {fold}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" of folds {folds[0]} to {folds[^1]}"),
    };

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
