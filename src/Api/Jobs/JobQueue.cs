using Hangfire;
using Hangfire.States;

namespace LearnML.Api.Jobs;

/// <summary>Hands jobs to the workers by Hangfire's queues.</summary>
/// <param name="hangfire">What carries them.</param>
/// <param name="storage">Where it keeps them.</param>
/// <param name="log">The log.</param>
public sealed partial class JobQueue(IBackgroundJobClient hangfire, JobStorage storage, ILogger<JobQueue> log)
{
    /// <summary>Whether no message waits in a queue.</summary>
    public bool IsEmpty(string queue) => storage.GetMonitoringApi().EnqueuedCount(queue) == 0;

    /// <summary>When each server that looks into the queues, of whichever process, last said so, by its name and process.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastBeats() => storage.GetMonitoringApi().Servers().Where(server => server.Heartbeat is not null)
        .GroupBy(server => server.Name[..server.Name.LastIndexOf(':')], server => new DateTimeOffset(DateTime.SpecifyKind(server.Heartbeat!.Value, DateTimeKind.Utc)), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(server => server.Key, server => server.Max(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Queues a stored job; only its id travels. One that does not get through is found by the sweep.</summary>
    public void Enqueue(Guid jobId, string queue)
    {
        try
        {
            hangfire.Create<JobRunner>(runner => runner.Run(jobId, null!, CancellationToken.None), new EnqueuedState(queue));
        }
        catch (BackgroundJobClientException exception)
        {
            NotQueued(exception, jobId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {JobId} could not be queued; it will be when the queue can be reached.")]
    private partial void NotQueued(Exception exception, Guid jobId);
}
