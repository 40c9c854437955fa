using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Publishes to the watchers of this process the metrics that other processes stored. It polls the database, only for jobs that have watchers.
/// It publishes only the newest metrics; a watcher reads any earlier ones from the database. While the database is unavailable, watchers wait.
/// </summary>
internal sealed partial class MetricsPoller(
    MetricsFeed feed, JobStore jobs, JobHistory history, ILogger<MetricsPoller> log) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = new Dictionary<Guid, long>();
        var isUnavailable = false;
        using var timer = new PeriodicTimer(PollInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                seen = await PollAsync(seen, stoppingToken);
                isUnavailable = false;
            }
            catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception))
            {
                if (!isUnavailable)
                {
                    isUnavailable = true;
                    LogUnavailable(exception);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogPollFailed(exception);
                FailWatchers(exception);
            }
        }
    }

    /// <summary>Ends the streams of all watchers with the error. The other parts of the service continue.</summary>
    private void FailWatchers(Exception error)
    {
        foreach (var jobId in feed.WatchedJobs)
        {
            feed.Complete(jobId, error);
        }
    }

    private async Task<Dictionary<Guid, long>> PollAsync(Dictionary<Guid, long> seen, CancellationToken cancellationToken)
    {
        var now = new Dictionary<Guid, long>();
        var watched = feed.WatchedJobs;
        var current = await jobs.GetStatesAsync(watched, cancellationToken);
        foreach (var deleted in watched.Except(current.Select(job => job.Id)))
        {
            feed.Complete(deleted);
        }

        foreach (var (id, state, last) in current)
        {
            if (last > seen.GetValueOrDefault(id))
            {
                foreach (var epoch in await history.GetEpochsAsync(id, last - 1, maximum: 1, long.MaxValue, cancellationToken))
                {
                    feed.Publish(epoch.ToMetrics());
                }
            }

            if (JobStates.Ended.Contains(state))
            {
                feed.Complete(id);
            }

            now[id] = last;
        }

        return now;
    }

    [LoggerMessage(LogLevel.Warning, "The database is unavailable; live metrics of other processes continue when it is available again.")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(LogLevel.Error, "The metrics that other processes stored could not be read.")]
    private partial void LogPollFailed(Exception exception);
}
