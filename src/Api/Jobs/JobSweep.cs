using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>
/// Finds jobs that no message will bring: those whose owner has gone down, and those that wait while Hangfire's queue is
/// empty or later ones go before them, because it forgot them or they never reached it. A message too many does no harm.
/// </summary>
internal sealed partial class JobSweep(
    JobLeases leases, JobStore jobs, JobCheckpoints checkpoints, JobQueue queue, IOptions<LearnMLOptions> options, TimeProvider time, ILogger<JobSweep> log) : BackgroundService
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
                jobs.End(id, JobState.Interrupted, $"The job waits for a device of the queue {name}, which is no longer here. POST /api/jobs/{id}/resume looks for another.");
            }
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var isTidy = false;
        using var timer = new PeriodicTimer(Interval);
        var backAgain = DateTimeOffset.MinValue;
        do
        {
            try
            {
                Sweep(time.GetUtcNow() >= backAgain);
                if (!isTidy)
                {
                    checkpoints.TidyAll();
                    isTidy = true;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                NotSwept(exception.Message);
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                // Who could not renew because of the database gets the time to.
                backAgain = time.GetUtcNow() + JobLeases.Duration;
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

    /// <summary>One that was overtaken waits at the queue's end again: its new message may take a while.</summary>
    private void QueueAgain(Guid id, string name, bool atOnce)
    {
        var now = time.GetUtcNow();
        if (atOnce || !queuedAgain.TryGetValue(id, out var before) || now - before > Patience)
        {
            queuedAgain[id] = now;
            queue.Enqueue(id, name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {JobId} is taken from its owner, which has not renewed its lease.")]
    private partial void TakenBack(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The jobs could not be looked through: {Reason}")]
    private partial void NotSwept(string reason);
}
