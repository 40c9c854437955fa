using System.Diagnostics;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage;
using LearnML.Training.Fitting;

namespace LearnML.Api.Jobs;

/// <summary>
/// Writes what a training run reports to the database, on its own thread, so that the training never waits for the database. If the database
/// is unavailable it retries, and writes everything once the database is back. Every second it renews the lease; the renewal also shows
/// whether a stop was requested or the job was lost to another process.
/// </summary>
internal sealed partial class JobWrites : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly JobLease lease;
    private readonly TrainingControl control;
    private readonly JobChanges changes;
    private readonly ILogger log;
    private readonly AutoResetEvent wake = new(false);
    private readonly CancellationTokenSource giveUp = new();
    private readonly Thread thread;
    private volatile Func<bool> writeMore = () => false;
    private volatile Action? end;
    private volatile JobProgress? progress;
    private volatile bool mayHaveChanged = true;
    private bool isLost;
    private bool isAway;
    private int stops;

    /// <param name="lease">The right to write to the job.</param>
    /// <param name="control">Stops the training if a stop was requested, and cancels it if the lease is lost.</param>
    /// <param name="changes">Notified after every renewal of the lease.</param>
    /// <param name="log">The log.</param>
    public JobWrites(JobLease lease, TrainingControl control, JobChanges changes, ILogger log)
    {
        (this.lease, this.control, this.changes, this.log) = (lease, control, changes, log);
        thread = new Thread(Work) { IsBackground = true, Name = "job writes" };
        thread.Start();
    }

    /// <summary>The progress of the job; null before its first batch in this process.</summary>
    public JobProgress? Progress => progress;

    /// <summary>Sets the progress of the job; null changes nothing.</summary>
    public void Report(JobProgress? now) => progress = now ?? progress;

    /// <summary>
    /// Sets the function that writes all pending data and returns whether there was any. It is called on the writer's thread, again and again
    /// until it returns false.
    /// </summary>
    public void From(Func<bool> source) => writeMore = source;

    /// <summary>Signals that there is new data to write.</summary>
    public void Wake() => wake.Set();

    /// <summary>Checks at once whether the job was stopped or cancelled.</summary>
    public void Look()
    {
        mayHaveChanged = true;
        wake.Set();
    }

    /// <summary>Writes all pending data, then calls <paramref name="write"/>, and returns when that is done.</summary>
    /// <param name="write">The last write.</param>
    /// <param name="patience">If the database is unavailable, the writer retries until 10 seconds after this is cancelled.</param>
    public void Finish(Action write, CancellationToken patience)
    {
        end = write;
        wake.Set();
        using var registration = patience.Register(() => giveUp.CancelAfter(TimeSpan.FromSeconds(10)));
        thread.Join();
    }

    public void Dispose()
    {
        giveUp.Cancel();
        wake.Set();
        thread.Join();
        wake.Dispose();
        giveUp.Dispose();
    }

    private void Work()
    {
        var sinceRenewed = Stopwatch.StartNew();
        while (!giveUp.IsCancellationRequested)
        {
            if (!isLost && (mayHaveChanged || sinceRenewed.Elapsed >= Interval))
            {
                mayHaveChanged = false;
                sinceRenewed.Restart();
                Try(Renew);
            }

            var wrote = false;
            var last = end;
            if (!isLost && !Try(() => wrote = writeMore()))
            {
                giveUp.Token.WaitHandle.WaitOne(Interval);
            }
            else if (!wrote && last is not null)
            {
                if (Try(last))
                {
                    return;
                }

                giveUp.Token.WaitHandle.WaitOne(Interval);
            }
            else if (!wrote)
            {
                wake.WaitOne(Interval);
            }
        }
    }

    private void Renew()
    {
        var requested = lease.Renew(progress) ?? throw new OperationCanceledException("This process no longer owns the job.");
        for (; stops < requested; stops++)
        {
            control.Stop();
        }

        changes.Notify(lease.JobId);
    }

    private bool Try(Action write)
    {
        try
        {
            write();
            if (isAway)
            {
                isAway = false;
                Back(lease.JobId);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            isLost = true;
            control.Cancel();
            return true;
        }
        catch (Exception exception) when (!DatabaseFailure.Is(exception))
        {
            // The lease is not renewed any more, so another process takes over the job.
            NotWritten(exception, lease.JobId);
            isLost = true;
            control.Cancel();
            return true;
        }
        catch (Exception exception)
        {
            if (!isAway)
            {
                isAway = true;
                Away(exception, lease.JobId);
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The results of job {JobId} could not be written; this process stops training it.")]
    private partial void NotWritten(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The database is unavailable; job {JobId} keeps training and retries the write.")]
    private partial void Away(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Information, "The database is available again; job {JobId} writes its pending results.")]
    private partial void Back(Guid jobId);
}
