using Hangfire;
using Hangfire.States;

namespace LearnML.Api.Jobs;

/// <summary>Hands jobs to the workers by Hangfire's queues.</summary>
/// <param name="hangfire">What carries them.</param>
/// <param name="storage">Where it keeps them.</param>
public sealed class JobQueue(IBackgroundJobClient hangfire, JobStorage storage)
{
    /// <summary>Whether no message waits in a queue.</summary>
    public bool IsEmpty(string queue) => storage.GetMonitoringApi().EnqueuedCount(queue) == 0;

    /// <summary>Queues a stored job; only its id travels.</summary>
    public void Enqueue(Guid jobId, string queue) =>
        hangfire.Create<JobRunner>(runner => runner.Run(jobId, null!, CancellationToken.None), new EnqueuedState(queue));
}
