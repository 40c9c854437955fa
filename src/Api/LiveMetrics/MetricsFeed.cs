using System.Collections.Concurrent;
using System.Threading.Channels;
using LearnML.Contracts;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Publishes the metrics of an epoch to the listeners of its job as soon as they are stored. Publishing never waits for a listener. If a listener
/// is too slow, the feed drops its oldest metrics, and the listener reads them from the database.
/// </summary>
public sealed class MetricsFeed
{
    private const int ChannelCapacity = 256;

    private readonly ConcurrentDictionary<(Guid Job, object Listener), Channel<EpochMetrics>> listeners = new();

    /// <summary>Starts to listen to a job, until the listener is disposed.</summary>
    public Listener Listen(Guid jobId) => new(this, jobId);

    /// <summary>The number of listeners.</summary>
    internal int ListenerCount => listeners.Count;

    /// <summary>The jobs that have at least one listener.</summary>
    internal IReadOnlyCollection<Guid> WatchedJobs => [.. listeners.Keys.Select(key => key.Job).Distinct()];

    /// <summary>Publishes stored metrics to the listeners of their job.</summary>
    public void Publish(EpochMetrics metrics)
    {
        foreach (var channel in ChannelsOf(metrics.JobId))
        {
            channel.Writer.TryWrite(metrics);
        }
    }

    /// <summary>Completes the listeners of a job that has ended. Call this after the end is stored.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="error">Why the listeners receive no more metrics, if the job has not ended.</param>
    public void Complete(Guid jobId, Exception? error = null)
    {
        foreach (var channel in ChannelsOf(jobId))
        {
            channel.Writer.TryComplete(error);
        }
    }

    private IEnumerable<Channel<EpochMetrics>> ChannelsOf(Guid jobId) =>
        listeners.Where(listener => listener.Key.Job == jobId).Select(listener => listener.Value);

    /// <summary>A subscription to the metrics of one job.</summary>
    public sealed class Listener : IDisposable
    {
        private readonly MetricsFeed feed;
        private readonly Guid jobId;

        internal Listener(MetricsFeed feed, Guid jobId)
        {
            (this.feed, this.jobId) = (feed, jobId);
            var channel = Channel.CreateBounded<EpochMetrics>(
                new BoundedChannelOptions(ChannelCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
            Metrics = channel.Reader;
            feed.listeners[(jobId, this)] = channel;
        }

        /// <summary>The published metrics; completes when the job has ended.</summary>
        public ChannelReader<EpochMetrics> Metrics { get; }

        /// <inheritdoc/>
        public void Dispose() => feed.listeners.TryRemove((jobId, this), out _);
    }
}
