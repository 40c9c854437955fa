using System.Diagnostics;
using LearnML.Api.LiveMetrics;
using LearnML.Training.Fitting;

namespace LearnML.Api.Jobs;

/// <summary>Has written what a training tells, and only then tells who watches it.</summary>
internal sealed partial class JobObserver(JobLease lease, JobWrites writes, MetricsFeed feed, JobChanges changes, ILogger log) : ITrainingObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private TimeSpan reportedAt;
    private (double Progress, long Samples)? first;
    private (double Progress, long Samples) now;
    private long told;

    public void BatchEnded(double progress, long samples)
    {
        now = (progress, samples);
        first ??= told == 0 ? (0, 0) : now;
        if (sinceStart.Elapsed - reportedAt >= Interval)
        {
            writes.Report(ProgressNow());
        }
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        var (before, progress, epochs) = (told, ProgressNow(), scores.ToArray());
        told += epochs.Length;
        writes.Report(progress);
        writes.Add(() =>
        {
            foreach (var metrics in lease.AddEpochs(before, epochs, progress))
            {
                feed.Publish(metrics);
            }

            changes.Notify(lease.JobId);
        });
    }

    public void CheckpointSaved() => writes.Add(lease.CheckpointSaved);

    public void CheckpointFailed(Exception exception) => NotSaved(exception, lease.JobId);

    public void CheckpointDamaged(string file) => Damaged(lease.JobId, file);

    /// <summary>By the speed since this process began; null before its first batch.</summary>
    private JobProgress? ProgressNow()
    {
        if (first is not var (progressAtFirst, samplesAtFirst) || now.Progress <= progressAtFirst)
        {
            return null;
        }

        reportedAt = sinceStart.Elapsed;
        var seconds = reportedAt.TotalSeconds;
        return new JobProgress(now.Progress, (now.Samples - samplesAtFirst) / seconds, seconds * (1 - now.Progress) / (now.Progress - progressAtFirst));
    }

    [LoggerMessage(LogLevel.Warning, "The latest checkpoint of job {JobId} could not be written; it trains on and tries again.")]
    private partial void NotSaved(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId}: the latest checkpoint {File} is damaged; the one before it is used.")]
    private partial void Damaged(Guid jobId, string file);
}
