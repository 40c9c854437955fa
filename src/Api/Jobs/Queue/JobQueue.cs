using Hangfire;
using Hangfire.States;
using LearnML.Api.Hosting;

namespace LearnML.Api.Jobs.Queue;

/// <summary>Sends jobs to the workers through Hangfire queues.</summary>
/// <param name="hangfire">Creates the Hangfire jobs.</param>
/// <param name="storage">The storage of Hangfire.</param>
/// <param name="log">The log.</param>
public sealed partial class JobQueue(IBackgroundJobClient hangfire, JobStorage storage, ILogger<JobQueue> log)
{
    /// <summary>Returns whether a queue has no waiting messages.</summary>
    public bool IsEmpty(string queue) => storage.GetMonitoringApi().EnqueuedCount(queue) == 0;

    /// <summary>Returns the last heartbeat of every Hangfire server of all processes, by <see cref="TrainingServer.UniqueName"/>.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> GetLastHeartbeats() => storage.GetMonitoringApi().Servers()
        .Where(server => server.Heartbeat is not null)
        .GroupBy(
            server => server.Name[..server.Name.LastIndexOf(':')],
            server => new DateTimeOffset(DateTime.SpecifyKind(server.Heartbeat!.Value, DateTimeKind.Utc)),
            StringComparer.OrdinalIgnoreCase)
        .ToDictionary(server => server.Key, server => server.Max(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Queues a stored job. The message holds only the job's id. If queueing fails, <see cref="JobSweeper"/> queues the job later.</summary>
    public void Enqueue(Guid jobId, string queue)
    {
        try
        {
            hangfire.Create<JobRunner>(runner => runner.Run(jobId, null!, CancellationToken.None), new EnqueuedState(queue));
        }
        catch (BackgroundJobClientException exception)
        {
            LogEnqueueFailed(exception, jobId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {JobId} could not be queued; it will be queued when the queue is available again.")]
    private partial void LogEnqueueFailed(Exception exception, Guid jobId);
}
