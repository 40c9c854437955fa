using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs.Queue;

/// <summary>
/// Finds waiting jobs that have no Hangfire message, and queues them again. This happens if the owner of a job crashed, or if Hangfire lost the
/// message or never received it: then the job waits although Hangfire's queue is empty or newer jobs overtake it. A duplicate message does no harm.
/// </summary>
internal sealed partial class JobSweeper(
    JobLeases leases,
    JobStore jobs,
    JobCheckpoints checkpoints,
    JobQueue queue,
    IOptions<LearnMLOptions> options,
    TimeProvider time,
    ILogger<JobSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequeueInterval = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Guid, DateTimeOffset> requeuedAt = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Storage == StorageKind.Sqlite)
        {
            leases.ReclaimAll();
            var served = TrainingServer.FromSettings(options.Value).SelectMany(server => server.Queues).ToArray();
            foreach (var (name, id) in leases.FindWaitingQueues()
                .Except(served).SelectMany(name => leases.FindWaiting(name).Select(id => (name, id))))
            {
                jobs.End(id, JobState.Interrupted,
                    $"The job waited in the queue {name}, but this machine no longer has a device for it. "
                        + $"POST /api/jobs/{id}/resume looks for another device.");
            }
        }

        return base.StartAsync(cancellationToken);
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
                    checkpoints.DeleteAllUnused();
                    isCleanedUp = true;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogSweepFailed(exception.Message);
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                // Owners could not renew while the database was unavailable. They get the time of one lease before they lose their jobs.
                renewableSince = time.GetUtcNow() + JobLeases.Duration;
                LogSweepFailed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Sweep(bool reclaimExpired)
    {
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
        var now = time.GetUtcNow();
        if (immediately || !requeuedAt.TryGetValue(id, out var before) || now - before > RequeueInterval)
        {
            requeuedAt[id] = now;
            queue.Enqueue(id, name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {JobId} was taken from its owner, which did not renew its lease.")]
    private partial void LogReclaimed(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The search for lost jobs failed: {Reason}")]
    private partial void LogSweepFailed(string reason);
}
