using System.Runtime.CompilerServices;
using LearnML.Api.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.LiveMetrics;

/// <summary>Streams a job's metrics: first what is stored, then what comes, without a gap or a double.</summary>
/// <param name="jobs">The stored history.</param>
/// <param name="feed">The live tail.</param>
public sealed class MetricsWatch(JobStore jobs, MetricsFeed feed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Streams the metrics after a sequence number and completes when the job has ended.</summary>
    /// <returns>The stream; null when there is no such job.</returns>
    public async Task<IAsyncEnumerable<EpochMetrics>?> OpenAsync(Guid jobId, long afterSequence, CancellationToken cancellation) =>
        await PatientlyAsync(() => jobs.FindAsync(jobId, cancellation), cancellation) is null ? null : StreamAsync(jobId, afterSequence, cancellation);

    private async IAsyncEnumerable<EpochMetrics> StreamAsync(
        Guid jobId, long last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Listening begins before the state is read: an end that the read misses completes the listener.
        using var listener = feed.Listen(jobId);
        var ended = await PatientlyAsync(() => jobs.FindAsync(jobId, cancellation), cancellation) is not { } job || JobStore.Ended.Contains(job.State);
        foreach (var stored in await PatientlyAsync(() => jobs.MetricsAsync(jobId, last, cancellation), cancellation))
        {
            yield return stored;
            last = stored.Sequence;
        }

        while (!ended && await listener.Metrics.WaitToReadAsync(cancellation))
        {
            while (listener.Metrics.TryRead(out var live))
            {
                // Any gap, be it metrics that the channel dropped or one stored before we listened, is in the database.
                var next = live.Sequence == last + 1 ? [live]
                    : live.Sequence <= last ? []
                    : await PatientlyAsync(() => jobs.MetricsAsync(jobId, last, cancellation), cancellation);
                foreach (var metrics in next)
                {
                    yield return metrics;
                    last = metrics.Sequence;
                }
            }
        }

        foreach (var stored in await PatientlyAsync(() => jobs.MetricsAsync(jobId, last, cancellation), cancellation))
        {
            yield return stored;
            last = stored.Sequence;
        }
    }

    /// <summary>A watcher outlives a database that is away for a while.</summary>
    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await read();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                await Task.Delay(Patience, cancellation);
            }
        }
    }
}
