using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Running;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs.Queue;

/// <summary>
/// Finds waiting jobs that have no Hangfire message, and queues them again. This happens if the owner of a job crashed, or if Hangfire lost the
/// message or never received it: then the job waits although Hangfire's queue is empty or newer jobs overtake it. A duplicate message does no harm.
/// </summary>
internal sealed partial class JobSweeper(
    JobLeases leases,
    JobEnder ender,
    JobCheckpoints checkpoints,
    JobQueue queue,
    IOptions<LearnMLOptions> options,
    TimeProvider time,
    ILogger<JobSweeper> log) : BackgroundService
{
    private const int MaximumLogged = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequeueInterval = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Guid, DateTimeOffset> requeuedAt = [];
    private bool isFailureLogged;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Storage == StorageKind.Sqlite)
        {
            leases.ReclaimAll();
            var served = TrainingServer.FromSettings(options.Value).SelectMany(server => server.Queues).ToArray();
            foreach (var (name, id) in leases.FindWaitingQueues()
                .Except(served).SelectMany(name => leases.FindWaiting(name).Select(id => (name, id))))
            {
                await ender.InterruptAsync(
                    id,
                    $"The job waited in the queue {name}, but this machine no longer has a device for it. "
                        + $"POST /api/jobs/{id}/resume looks for another device.");
            }

            LogWaiting();
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var isCleanedUp = false;
        using var timer = new PeriodicTimer(Interval);
        var renewableSince = DateTimeOffset.MinValue;
        do
        {
            try
            {
                Sweep(time.GetUtcNow() >= renewableSince);
                if (!isCleanedUp)
                {
                    await checkpoints.DeleteAllUnusedAsync(stoppingToken);
                    isCleanedUp = true;
                }

                isFailureLogged = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogSweepFailedOnce(exception);
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                // Owners could not renew while the database was unavailable. They get the time of one lease before they lose their jobs.
                renewableSince = time.GetUtcNow() + JobLeases.Duration;
                LogSweepFailedOnce(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Says which jobs of an earlier process continue, so that nobody wonders what the machine computes.</summary>
    private void LogWaiting()
    {
        var waiting = leases.ListWaiting();
        foreach (var job in waiting.Take(MaximumLogged))
        {
            LogContinues(job.Id, job.Model, job.Epoch, job.Epochs);
        }

        if (waiting.Count > MaximumLogged)
        {
            LogFurther(waiting.Count - MaximumLogged);
        }
    }

    private void Sweep(bool reclaimExpired)
    {
        ForgetOldRequeues();
        foreach (var (id, name) in reclaimExpired ? leases.ReclaimExpired() : [])
        {
            LogReclaimed(id);
            queue.Enqueue(id, name);
        }

        foreach (var name in leases.FindWaitingQueues())
        {
            var isEmpty = queue.IsEmpty(name);
            foreach (var id in isEmpty ? leases.FindWaiting(name) : leases.FindOvertaken(name))
            {
                Requeue(id, name, isEmpty);
            }
        }
    }

    /// <summary>Queues a job again. The message of an overtaken job joins the end of the queue, so it is not repeated for a while.</summary>
    private void Requeue(Guid id, string name, bool immediately)
    {
        if (immediately || !requeuedAt.ContainsKey(id))
        {
            requeuedAt[id] = time.GetUtcNow();
            queue.Enqueue(id, name);
        }
    }

    private void ForgetOldRequeues()
    {
        var oldest = time.GetUtcNow() - RequeueInterval;
        foreach (var (id, _) in requeuedAt.Where(requeued => requeued.Value < oldest).ToList())
        {
            requeuedAt.Remove(id);
        }
    }

    private void LogSweepFailedOnce(Exception exception)
    {
        if (!isFailureLogged)
        {
            isFailureLogged = true;
            LogSweepFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} of the model {Model} continues from before the restart, with {Epoch} of {Epochs} epochs done.")]
    private partial void LogContinues(Guid jobId, string model, int epoch, int epochs);

    [LoggerMessage(LogLevel.Information, "{Count} further jobs continue.")]
    private partial void LogFurther(int count);

    [LoggerMessage(LogLevel.Warning, "Job {JobId} was taken from its owner, which did not renew its lease.")]
    private partial void LogReclaimed(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The search for lost jobs failed. It is repeated every few seconds.")]
    private partial void LogSweepFailed(Exception exception);
}
