using LearnML.Api.Jobs;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Brings to the listeners of this process what other processes stored: it looks into the database, and only for jobs that
/// somebody listens to. The newest metrics are enough, for a listener reads what lies between.
/// </summary>
internal sealed class SharedFeed(MetricsFeed feed, JobStore jobs) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = new Dictionary<Guid, long>();
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                seen = await LookAsync(seen, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Listeners wait with us until it is back.
            }
        }
    }

    private async Task<Dictionary<Guid, long>> LookAsync(Dictionary<Guid, long> seen, CancellationToken cancellation)
    {
        var now = new Dictionary<Guid, long>();
        var listened = feed.Listened;
        var standings = await jobs.StandingsAsync(listened, cancellation);
        foreach (var gone in listened.Except(standings.Select(job => job.Id)))
        {
            feed.Complete(gone);
        }

        foreach (var (id, state, last) in standings)
        {
            if (last > seen.GetValueOrDefault(id))
            {
                foreach (var metrics in await jobs.MetricsAsync(id, last - 1, cancellation))
                {
                    feed.Publish(metrics);
                }
            }

            if (JobStore.Ended.Contains(state))
            {
                feed.Complete(id);
            }

            now[id] = last;
        }

        return now;
    }
}
