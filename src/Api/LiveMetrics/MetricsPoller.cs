using LearnML.Api.Storage.Jobs;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Publishes to the listeners of this process the metrics that other processes stored. It polls the database, only for jobs that have listeners.
/// It publishes only the newest metrics; a listener reads any earlier ones from the database.
/// </summary>
internal sealed class MetricsPoller(MetricsFeed feed, JobStore jobs) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = new Dictionary<Guid, long>();
        using var timer = new PeriodicTimer(PollInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                seen = await PollAsync(seen, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The database is unavailable. The next poll tries again; listeners wait until then.
            }
        }
    }

    private async Task<Dictionary<Guid, long>> PollAsync(Dictionary<Guid, long> seen, CancellationToken cancellationToken)
    {
        var now = new Dictionary<Guid, long>();
        var listened = feed.WatchedJobs;
        var current = await jobs.GetStatesAsync(listened, cancellationToken);
        foreach (var deleted in listened.Except(current.Select(job => job.Id)))
        {
            feed.Complete(deleted);
        }

        foreach (var (id, state, last) in current)
        {
            if (last > seen.GetValueOrDefault(id))
            {
                foreach (var metrics in await jobs.GetMetricsAsync(id, last - 1, cancellationToken))
                {
                    feed.Publish(metrics);
                }
            }

            if (JobStore.EndedStates.Contains(state))
            {
                feed.Complete(id);
            }

            now[id] = last;
        }

        return now;
    }
}
