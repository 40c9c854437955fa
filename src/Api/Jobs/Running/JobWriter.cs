using System.Diagnostics;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Writes what a training run reports to the database, on its own thread, so that the training never waits for the database. If the database
/// is unavailable it retries, and writes everything once the database is back. Every second it renews the lease; the renewal also shows
/// whether a stop was requested or the job was lost to another process.
/// </summary>
internal sealed partial class JobWriter : IDisposable
{
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(1);

    private readonly JobLease lease;
    private readonly TrainingControl control;
    private readonly JobChangeNotifier changes;
    private readonly ILogger log;
    private readonly AutoResetEvent wake = new(false);
    private readonly CancellationTokenSource abandon = new();
    private readonly Thread thread;
    private volatile Func<bool> writePending = () => false;
    private volatile Action? finalWrite;
    private volatile JobProgress? progress;
    private volatile bool isCheckRequested = true;
    private bool isLeaseLost;
    private bool isDatabaseUnavailable;
    private int handledStops;

    /// <param name="lease">The right to write to the job.</param>
    /// <param name="control">Stops the training if a stop was requested, and cancels it if the lease is lost.</param>
    /// <param name="changes">Notified after every renewal of the lease.</param>
    /// <param name="log">The log.</param>
    public JobWriter(JobLease lease, TrainingControl control, JobChangeNotifier changes, ILogger log)
    {
        (this.lease, this.control, this.changes, this.log) = (lease, control, changes, log);
        thread = new Thread(WriteLoop) { IsBackground = true, Name = "job writes" };
        thread.Start();
    }

    /// <summary>The progress of the job; null before its first batch in this process.</summary>
    public JobProgress? Progress => progress;

    /// <summary>Sets the progress of the job; null changes nothing.</summary>
    public void ReportProgress(JobProgress? newProgress) => progress = newProgress ?? progress;

    /// <summary>
    /// Sets the function that writes all pending data and returns whether there was any. It is called on the writer's thread, again and again
    /// until it returns false.
    /// </summary>
    public void SetSource(Func<bool> source) => writePending = source;

    /// <summary>Signals that there is new data to write.</summary>
    public void Wake() => wake.Set();

    /// <summary>Checks at once whether the job was stopped or cancelled.</summary>
    public void CheckNow()
    {
        isCheckRequested = true;
        wake.Set();
    }

    /// <summary>Writes all pending data, then calls <paramref name="write"/>, and returns when that is done.</summary>
    /// <param name="write">The last write.</param>
    /// <param name="shutdown">If the database is unavailable, the writer retries until 10 seconds after this is cancelled.</param>
    public void Finish(Action write, CancellationToken shutdown)
    {
        finalWrite = write;
        wake.Set();
        using var registration = shutdown.Register(() => abandon.CancelAfter(TimeSpan.FromSeconds(10)));
        thread.Join();
    }

    public void Dispose()
    {
        abandon.Cancel();
        wake.Set();
        thread.Join();
        wake.Dispose();
        abandon.Dispose();
    }

    private void WriteLoop()
    {
        var sinceRenewed = Stopwatch.StartNew();
        while (!abandon.IsCancellationRequested)
        {
            if (!isLeaseLost && (isCheckRequested || sinceRenewed.Elapsed >= RenewInterval))
            {
                isCheckRequested = false;
                sinceRenewed.Restart();
                TryWrite(RenewLease);
            }

            var wrote = false;
            var last = finalWrite;
            if (!isLeaseLost && !TryWrite(() => wrote = writePending()))
            {
                abandon.Token.WaitHandle.WaitOne(RenewInterval);
            }
            else if (!wrote && last is not null)
            {
                if (TryWrite(last))
                {
                    return;
                }

                abandon.Token.WaitHandle.WaitOne(RenewInterval);
            }
            else if (!wrote)
            {
                wake.WaitOne(RenewInterval);
            }
        }
    }

    private void RenewLease()
    {
        var requested = lease.Renew(progress) ?? throw new OperationCanceledException("This process no longer owns the job.");
        for (; handledStops < requested; handledStops++)
        {
            control.Stop();
        }

        changes.Notify(lease.JobId);
    }

    private bool TryWrite(Action write)
    {
        try
        {
            write();
            if (isDatabaseUnavailable)
            {
                isDatabaseUnavailable = false;
                LogDatabaseAvailable(lease.JobId);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            isLeaseLost = true;
            control.Cancel();
            return true;
        }
        catch (Exception exception) when (!DatabaseFailure.Is(exception))
        {
            // The lease is not renewed any more, so another process takes over the job.
            LogWriteFailed(exception, lease.JobId);
            isLeaseLost = true;
            control.Cancel();
            return true;
        }
        catch (Exception exception)
        {
            if (!isDatabaseUnavailable)
            {
                isDatabaseUnavailable = true;
                LogDatabaseUnavailable(exception, lease.JobId);
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The results of job {JobId} could not be written; this process stops training it.")]
    private partial void LogWriteFailed(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The database is unavailable; job {JobId} keeps training and retries the write.")]
    private partial void LogDatabaseUnavailable(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Information, "The database is available again; job {JobId} writes its pending results.")]
    private partial void LogDatabaseAvailable(Guid jobId);
}
