using System.Diagnostics;
using LearnML.Api.LiveMetrics;
using LearnML.Training.Fitting;

namespace LearnML.Api.Jobs;

/// <summary>Stores what a training reports, and only then tells who watches it.</summary>
internal sealed class JobObserver(Guid jobId, JobStore jobs, MetricsFeed feed, JobChanges changes) : ITrainingObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private TimeSpan reportedAt;
    private (double Progress, long Samples) now;

    public void BatchEnded(double progress, long samples)
    {
        now = (progress, samples);
        if (sinceStart.Elapsed - reportedAt >= Interval)
        {
            jobs.ReportProgress(jobId, ProgressNow());
            changes.Notify(jobId);
        }
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        foreach (var metrics in jobs.AddEpoch(jobId, scores, ProgressNow()))
        {
            feed.Publish(metrics);
        }

        changes.Notify(jobId);
    }

    private JobProgress ProgressNow()
    {
        reportedAt = sinceStart.Elapsed;
        var seconds = reportedAt.TotalSeconds;
        return new JobProgress(now.Progress, now.Samples / seconds, seconds * (1 - now.Progress) / now.Progress);
    }
}
