using System.Runtime.CompilerServices;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.LiveMetrics;

/// <summary>Streams the metrics of a job: first the stored metrics, then the live metrics, without gaps or duplicates.</summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="history">The stored metrics.</param>
/// <param name="feed">The live metrics.</param>
/// <param name="log">The log.</param>
public sealed partial class MetricsStreamer(JobStore jobs, JobHistory history, MetricsFeed feed, ILogger<MetricsStreamer> log)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private volatile bool isUnavailable;

    /// <summary>Streams the metrics after a sequence number and completes when the job has ended.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="afterSequence">The last sequence number that the watcher has; 0 for the whole history.</param>
    /// <param name="turn">
    /// The turn to read stored metrics. All streams of a connection share it, so that they hold one page in memory, even if the client reads nothing.
    /// </param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The stream; null if the job does not exist.</returns>
    public async Task<IAsyncEnumerable<EpochMetrics>?> OpenAsync(
        Guid jobId, long afterSequence, SemaphoreSlim turn, CancellationToken cancellationToken) =>
        await RetryUntilAvailableAsync(() => jobs.FindAsync(jobId, cancellationToken), cancellationToken) is null
            ? null
            : StreamAsync(jobId, afterSequence, turn, cancellationToken);

    private async IAsyncEnumerable<EpochMetrics> StreamAsync(
        Guid jobId, long last, SemaphoreSlim turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The watcher is created before the state is read. If the job ends after the read, the watcher completes.
        using var watcher = feed.Watch(jobId);
        var ended = await RetryUntilAvailableAsync(() => jobs.FindAsync(jobId, cancellationToken), cancellationToken) is not { } job
            || JobStates.Ended.Contains(job.State);
        await foreach (var stored in ReadStoredAsync(jobId, last, turn, cancellationToken))
        {
            yield return stored;
            last = stored.Sequence;
        }

        while (!ended && await watcher.Metrics.WaitToReadAsync(cancellationToken))
        {
            while (watcher.Metrics.TryRead(out var live))
            {
                if (live.Sequence == last + 1)
                {
                    yield return live;
                    last = live.Sequence;
                }
                else if (live.Sequence > last)
                {
                    // Missing metrics are in the database: the channel dropped them, or they were stored before the watcher existed.
                    await foreach (var stored in ReadStoredAsync(jobId, last, turn, cancellationToken))
                    {
                        yield return stored;
                        last = stored.Sequence;
                    }
                }
            }
        }

        await foreach (var stored in ReadStoredAsync(jobId, last, turn, cancellationToken))
        {
            yield return stored;
            last = stored.Sequence;
        }
    }

    /// <summary>Reads the stored metrics after a sequence number, page by page. It keeps the turn until the client has taken the page.</summary>
    private async IAsyncEnumerable<EpochMetrics> ReadStoredAsync(
        Guid jobId, long last, SemaphoreSlim turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = history.Read(jobId, last);
        IReadOnlyList<StoredEpoch> page;
        do
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                page = await RetryUntilAvailableAsync(() => reader.ReadPageAsync(cancellationToken), cancellationToken);
                foreach (var epoch in page)
                {
                    yield return epoch.ToMetrics();
                }
            }
            finally
            {
                turn.Release();
            }
        }
        while (page.Count > 0);
    }

    /// <summary>Repeats a read while the database is unavailable, so that a stream survives that.</summary>
    private async Task<T> RetryUntilAvailableAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var result = await read();
                isUnavailable = false;
                return result;
            }
            catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception))
            {
                if (!isUnavailable)
                {
                    isUnavailable = true;
                    LogUnavailable(exception);
                }

                await Task.Delay(RetryDelay, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is unavailable; streams of metrics wait for it.")]
    private partial void LogUnavailable(Exception exception);
}
