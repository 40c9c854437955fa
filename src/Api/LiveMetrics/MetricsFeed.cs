using System.Collections.Concurrent;
using System.Threading.Channels;
using LearnML.Contracts;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Publishes the metrics of an epoch to the watchers of its job as soon as they are stored. Publishing never waits for a watcher. If a watcher
/// is too slow, the feed drops its oldest metrics, and the watcher reads them from the database.
/// </summary>
public sealed class MetricsFeed
{
    private const int ChannelCapacity = 256;

    private readonly ConcurrentDictionary<(Guid Job, object Watcher), Channel<EpochMetrics>> watchers = new();

    /// <summary>Starts to watch a job, until the watcher is disposed.</summary>
    public Watcher Watch(Guid jobId) => new(this, jobId);

    /// <summary>The number of watchers.</summary>
    internal int WatcherCount => watchers.Count;

    /// <summary>The jobs that have at least one watcher.</summary>
    internal IReadOnlyCollection<Guid> WatchedJobs => [.. watchers.Keys.Select(key => key.Job).Distinct()];

    /// <summary>Publishes stored metrics to the watchers of their job.</summary>
    public void Publish(EpochMetrics metrics)
    {
        foreach (var channel in ChannelsOf(metrics.JobId))
        {
            channel.Writer.TryWrite(metrics);
        }
    }

    /// <summary>Completes the watchers of a job that has ended. Call this after the end is stored.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="error">Why the watchers receive no more metrics, if the job has not ended.</param>
    public void Complete(Guid jobId, Exception? error = null)
    {
        foreach (var channel in ChannelsOf(jobId))
        {
            channel.Writer.TryComplete(error);
        }
    }

    private IEnumerable<Channel<EpochMetrics>> ChannelsOf(Guid jobId) =>
        watchers.Where(watcher => watcher.Key.Job == jobId).Select(watcher => watcher.Value);

    /// <summary>Receives the metrics of one job.</summary>
    public sealed class Watcher : IDisposable
    {
        private readonly MetricsFeed feed;
        private readonly Guid jobId;

        internal Watcher(MetricsFeed feed, Guid jobId)
        {
            (this.feed, this.jobId) = (feed, jobId);
            var channel = Channel.CreateBounded<EpochMetrics>(
                new BoundedChannelOptions(ChannelCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
            Metrics = channel.Reader;
            feed.watchers[(jobId, this)] = channel;
        }

        /// <summary>The published metrics; completes when the job has ended.</summary>
        public ChannelReader<EpochMetrics> Metrics { get; }

        /// <inheritdoc/>
        public void Dispose() => feed.watchers.TryRemove((jobId, this), out _);
    }
}
