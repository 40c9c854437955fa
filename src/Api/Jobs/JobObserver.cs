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
    private long told;

    public void BatchEnded(double progress, long samples)
    {
        var (progressBefore, samplesBefore) = first ??= (progress, samples);
        var elapsed = sinceStart.Elapsed;
        if (elapsed - reportedAt >= Interval && progress > progressBefore)
        {
            reportedAt = elapsed;
            var seconds = elapsed.TotalSeconds;
            writes.Report(new JobProgress(progress, (samples - samplesBefore) / seconds, seconds * (1 - progress) / (progress - progressBefore)));
        }
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        var before = told;
        told += scores.Count;
        EpochScores[] now = [.. scores];
        writes.Add(() =>
        {
            foreach (var metrics in lease.AddEpochs(before, now))
            {
                feed.Publish(metrics);
            }

            changes.Notify(lease.JobId);
        });
    }

    public void CheckpointSaved() => writes.Add(lease.CheckpointSaved);

    public void CheckpointFailed(Exception exception) => NotSaved(exception, lease.JobId);

    public void CheckpointDamaged(string file) => Damaged(lease.JobId, file);

    [LoggerMessage(LogLevel.Warning, "The latest checkpoint of job {JobId} could not be written; it trains on and tries again.")]
    private partial void NotSaved(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId}: the latest checkpoint {File} is damaged; the one before it is used.")]
    private partial void Damaged(Guid jobId, string file);
}
