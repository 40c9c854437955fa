using System.Diagnostics;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage;
using LearnML.Training.Fitting;

namespace LearnML.Api.Jobs;

/// <summary>
/// Writes what a training tells into the database, on a thread of its own: the training never waits for it. While the
/// database is away it tries again, and catches up when it is back. Every second it renews the lease, and learns whether
/// the job is to stop or is no longer this owner's.
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

    /// <param name="lease">What lets it write.</param>
    /// <param name="control">Ends the training when the job is to stop, or is no longer this owner's.</param>
    /// <param name="changes">Is told that the job changed.</param>
    /// <param name="log">The log.</param>
    public JobWrites(JobLease lease, TrainingControl control, JobChanges changes, ILogger log)
    {
        (this.lease, this.control, this.changes, this.log) = (lease, control, changes, log);
        thread = new Thread(Work) { IsBackground = true, Name = "job writes" };
        thread.Start();
    }

    /// <summary>How far the job is; null before its first batch here.</summary>
    public JobProgress? Progress => progress;

    /// <summary>Says how far the job is.</summary>
    public void Report(JobProgress? now) => progress = now ?? progress;

    /// <summary>Says what writes what there is to write, and whether there was anything; called on the thread of the writes, until it says no.</summary>
    public void From(Func<bool> source) => writeMore = source;

    /// <summary>Says that there is more to write.</summary>
    public void Wake() => wake.Set();

    /// <summary>Has a look at once whether the job is to stop, or was cancelled.</summary>
    public void Look()
    {
        mayHaveChanged = true;
        wake.Set();
    }

    /// <summary>Writes this after all there is, and waits until it is done.</summary>
    /// <param name="write">What to write.</param>
    /// <param name="patience">A database that is away is waited for until shortly after this is cancelled.</param>
    public void Finish(Action write, CancellationToken patience)
    {
        end = write;
        wake.Set();
        using var soon = patience.Register(() => giveUp.CancelAfter(TimeSpan.FromSeconds(10)));
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
        var asked = lease.Renew(progress) ?? throw new OperationCanceledException("The job is no longer this owner's.");
        for (; stops < asked; stops++)
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
            // Not renewed, the job goes to another owner.
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

    [LoggerMessage(LogLevel.Error, "What job {JobId} told could not be written; it is given up here.")]
    private partial void NotWritten(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The database cannot be written; job {JobId} trains on and tries again.")]
    private partial void Away(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Information, "The database can be written again; job {JobId} catches up.")]
    private partial void Back(Guid jobId);
}
