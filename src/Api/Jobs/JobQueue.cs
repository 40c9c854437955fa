using Hangfire;
using Hangfire.States;

namespace LearnML.Api.Jobs;

/// <summary>Hands jobs to the workers: each device has a queue of its own, and one worker, so one job at a time.</summary>
/// <param name="hangfire">What carries them.</param>
public sealed class JobQueue(IBackgroundJobClient hangfire)
{
    /// <summary>The name of a device's queue (<c>cpu</c>, <c>cuda-0</c>): Hangfire allows no colon.</summary>
    public static string Name(string device) => device.Replace(':', '-');

    /// <summary>Queues a stored job; only its id travels.</summary>
    public void Enqueue(Guid jobId, string device) =>
        hangfire.Create<JobRunner>(runner => runner.Run(jobId, CancellationToken.None), new EnqueuedState(Name(device)));
}
