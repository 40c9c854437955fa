using LearnML.Contracts;

namespace LearnML.Api.Jobs;

/// <summary>
/// At the start of the service, finds again what the last one left: queued jobs are queued anew (the in-memory queue
/// forgot them), running ones become interrupted.
/// </summary>
internal sealed class StartupSweep(JobStore jobs, JobQueue queue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var (queued, running) = jobs.LeftBehind();
        foreach (var jobId in running)
        {
            jobs.End(jobId, JobState.Interrupted, "The service went down while the job ran. Post its spec again to run it.");
        }

        foreach (var (jobId, device) in queued)
        {
            queue.Enqueue(jobId, device);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
