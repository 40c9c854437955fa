using System.Collections.Concurrent;
using System.Diagnostics;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage.Jobs;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Stores what a training run reports, on its own thread, so that the training never waits for the database. The events come through a channel
/// without a limit. Epochs are published to watchers after they are stored. Every second the writer renews the lease; the renewal also shows
/// whether a stop was requested or the job was lost to another process. While the database is unavailable, it repeats its writes.
/// </summary>
internal sealed class JobWriter : IDisposable
{
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(1);

    private readonly JobLease lease;
    private readonly TrainingControl control;
    private readonly MetricsFeed feed;
    private readonly JobChangeNotifier changes;
    private readonly CancellationToken shutdown;
    private readonly BlockingCollection<TrainingEvent> channel = [];
    private readonly PendingResults pending;
    private readonly WriteRetry retry;
    private readonly Stopwatch sinceRenewed = Stopwatch.StartNew();
    private readonly CancellationTokenSource abandon = new();
    private readonly Thread thread;
    private CancellationTokenRegistration? abandonAtShutdown;
    private bool isRenewalDue = true;
    private bool isClosing;
    private int handledStops;
    private volatile ResultsRejectedException? rejection;

    /// <param name="lease">The right to write to the job.</param>
    /// <param name="control">Stops the training if a stop was requested, and cancels it if the lease is lost or the results are rejected.</param>
    /// <param name="feed">Receives each epoch after it is stored.</param>
    /// <param name="changes">Notified after every write.</param>
    /// <param name="log">The log.</param>
    /// <param name="shutdown">
    /// If the database is unavailable, the writer still repeats the last writes for <see cref="ShutdownTimes.WriteTimeout"/> after this is cancelled.
    /// </param>
    public JobWriter(
        JobLease lease, TrainingControl control, MetricsFeed feed, JobChangeNotifier changes, ILogger log, CancellationToken shutdown)
    {
        (this.lease, this.control, this.feed, this.changes, this.shutdown) = (lease, control, feed, changes, shutdown);
        pending = new PendingResults(lease);
        retry = new WriteRetry(lease.JobId, log, abandon.Token);
        thread = new Thread(Run) { IsBackground = true, Name = "job writes" };
        thread.Start();
    }

    /// <summary>Adds an event to the channel. Returns at once.</summary>
    public void Report(TrainingEvent reported) => channel.Add(reported);

    /// <summary>Throws if the results were rejected, which has cancelled the training.</summary>
    /// <exception cref="ResultsRejectedException">The database rejected the results.</exception>
    public void ThrowIfRejected()
    {
        if (rejection is not null)
        {
            throw rejection;
        }
    }

    /// <summary>Waits until everything that was reported is stored. Nothing may be reported after that.</summary>
    /// <exception cref="ResultsRejectedException">The database rejected the results.</exception>
    /// <exception cref="OperationCanceledException">The service shuts down and the database is unavailable.</exception>
    public void Flush()
    {
        Close();
        abandon.Token.ThrowIfCancellationRequested();
        ThrowIfRejected();
    }

    /// <summary>Waits until everything that was reported is stored or rejected, then writes the end of the job on the calling thread.</summary>
    /// <param name="write">The write; returns whether this process still owned the job.</param>
    /// <returns>Whether the end was written.</returns>
    /// <exception cref="ResultsRejectedException">The database rejected the end.</exception>
    public bool Finish(Func<bool> write)
    {
        Close();
        while (!abandon.IsCancellationRequested)
        {
            var isOurs = false;
            if (retry.Try(() => isOurs = write()))
            {
                return isOurs;
            }
        }

        return false;
    }

    public void Dispose()
    {
        abandon.Cancel();
        Close();
        abandonAtShutdown?.Dispose();
        channel.Dispose();
        abandon.Dispose();
    }

    private void Close()
    {
        abandonAtShutdown ??= shutdown.Register(() => abandon.CancelAfter(ShutdownTimes.WriteTimeout));
        channel.Add(new TrainingEvent { IsLast = true }, CancellationToken.None);
        thread.Join();
    }

    private void Run()
    {
        try
        {
            WriteUntilClosed();
        }
        catch (OperationCanceledException)
        {
            control.Cancel();
        }
        catch (ResultsRejectedException exception)
        {
            Reject(exception);
        }
    }

    private void WriteUntilClosed()
    {
        while (!abandon.IsCancellationRequested)
        {
            if (isRenewalDue || sinceRenewed.Elapsed >= RenewInterval)
            {
                isRenewalDue = !retry.Try(RenewLease);
            }
            else if (!pending.IsEmpty && rejection is null)
            {
                StorePending();
            }
            else if (!isClosing)
            {
                Receive();
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Waits for the next events, at most until the lease is to be renewed.</summary>
    private void Receive()
    {
        var wait = RenewInterval - sinceRenewed.Elapsed;
        for (var milliseconds = (int)Math.Max(0, wait.TotalMilliseconds + 1); channel.TryTake(out var reported, milliseconds); milliseconds = 0)
        {
            pending.Add(reported);
            isRenewalDue |= reported.IsLeaseCheck;
            isClosing |= reported.IsLast;
        }
    }

    private void StorePending()
    {
        try
        {
            retry.Try(() => pending.Store(feed.Publish));
            changes.Notify(lease.JobId);
        }
        catch (ResultsRejectedException exception)
        {
            // The lease is still renewed, so that this process can end the job when its training has noticed the cancellation.
            Reject(exception);
        }
    }

    private void Reject(ResultsRejectedException exception)
    {
        rejection = exception;
        control.Cancel();
    }

    private void RenewLease()
    {
        var requested = lease.Renew(pending.Progress) ?? throw JobLease.CreateLostException();
        for (; handledStops < requested; handledStops++)
        {
            control.Stop();
        }

        sinceRenewed.Restart();
        changes.Notify(lease.JobId);
    }
}
