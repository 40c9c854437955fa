using System.Collections.Concurrent;
using System.Threading.Channels;
using LearnML.Contracts;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Passes an epoch's metrics on to whoever listens to its job, at the moment they were stored. It is only a messenger:
/// it never waits for a listener, and one that falls behind loses metrics here and reads them from the database.
/// </summary>
public sealed class MetricsFeed
{
    private const int Backlog = 256;

    private readonly ConcurrentDictionary<(Guid Job, object Listener), Channel<EpochMetrics>> listeners = new();

    /// <summary>Listens to a job from now on, until the listener is disposed.</summary>
    public Listener Listen(Guid jobId) => new(this, jobId);

    /// <summary>How many listen.</summary>
    internal int Listeners => listeners.Count;

    /// <summary>The jobs that somebody listens to.</summary>
    internal IReadOnlyCollection<Guid> Listened => [.. listeners.Keys.Select(key => key.Job).Distinct()];

    /// <summary>Passes stored metrics on.</summary>
    public void Publish(EpochMetrics metrics)
    {
        foreach (var channel in Of(metrics.JobId))
        {
            channel.Writer.TryWrite(metrics);
        }
    }

    /// <summary>Tells the listeners that the job has ended. Call it after the end is stored.</summary>
    public void Complete(Guid jobId)
    {
        foreach (var channel in Of(jobId))
        {
            channel.Writer.TryComplete();
        }
    }

    private IEnumerable<Channel<EpochMetrics>> Of(Guid jobId) =>
        listeners.Where(listener => listener.Key.Job == jobId).Select(listener => listener.Value);

    /// <summary>Someone who listens to a job.</summary>
    public sealed class Listener : IDisposable
    {
        private readonly MetricsFeed feed;
        private readonly Guid jobId;

        internal Listener(MetricsFeed feed, Guid jobId)
        {
            (this.feed, this.jobId) = (feed, jobId);
            var channel = Channel.CreateBounded<EpochMetrics>(
                new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
            Metrics = channel.Reader;
            feed.listeners[(jobId, this)] = channel;
        }

        /// <summary>The newest metrics; completes when the job has ended.</summary>
        public ChannelReader<EpochMetrics> Metrics { get; }

        /// <inheritdoc/>
        public void Dispose() => feed.listeners.TryRemove((jobId, this), out _);
    }
}
