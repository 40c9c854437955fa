using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>
/// Finds waiting jobs that have no Hangfire message, and queues them again. This happens if the owner of a job crashed, or if Hangfire lost the
/// message or never received it: then the job waits although Hangfire's queue is empty or newer jobs overtake it. A duplicate message does no harm.
/// </summary>
internal sealed partial class JobSweep(
    JobLeases leases,
    JobStore jobs,
    JobCheckpoints checkpoints,
    JobQueue queue,
    IOptions<LearnMLOptions> options,
    TimeProvider time,
    ILogger<JobSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Guid, DateTimeOffset> queuedAgain = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Storage == StorageKind.Sqlite)
        {
            leases.TakeBackAll();
            var served = TrainingServer.Of(options.Value).SelectMany(server => server.Queues).ToArray();
            foreach (var (name, id) in leases.WaitingQueues().Except(served).SelectMany(name => leases.Waiting(name).Select(id => (name, id))))
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
                    checkpoints.TidyAll();
                    isCleanedUp = true;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                NotSwept(exception.Message);
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                // Owners could not renew while the database was unavailable. They get the time of one lease before they lose their jobs.
                renewableSince = time.GetUtcNow() + JobLeases.Duration;
                NotSwept(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Sweep(bool ownersCouldRenew)
    {
        foreach (var (id, name) in ownersCouldRenew ? leases.TakeBack() : [])
        {
            TakenBack(id);
            queue.Enqueue(id, name);
        }

        foreach (var name in leases.WaitingQueues())
        {
            var isEmpty = queue.IsEmpty(name);
            foreach (var id in isEmpty ? leases.Waiting(name) : leases.Overtaken(name))
            {
                QueueAgain(id, name, isEmpty);
            }
        }
    }

    /// <summary>Queues a job again. The message of an overtaken job joins the end of the queue, so it is not repeated for a while.</summary>
    private void QueueAgain(Guid id, string name, bool atOnce)
    {
        var now = time.GetUtcNow();
        if (atOnce || !queuedAgain.TryGetValue(id, out var before) || now - before > Patience)
        {
            queuedAgain[id] = now;
            queue.Enqueue(id, name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {JobId} was taken from its owner, which did not renew its lease.")]
    private partial void TakenBack(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The search for lost jobs failed: {Reason}")]
    private partial void NotSwept(string reason);
}
