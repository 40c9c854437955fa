using System.Collections.Concurrent;
using LearnML.Api.Jobs;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Tells the hub's subscribers that a job changed. Whoever changes a job only leaves its id here and goes on: while one
/// message is under way, further changes of the job become one, and it is sent as it then is.
/// </summary>
/// <param name="jobs">The jobs as stored.</param>
/// <param name="hub">The subscribers.</param>
/// <param name="log">The log.</param>
public sealed partial class JobChanges(
    JobStore jobs, IHubContext<TrainingHub, ITrainingClient> hub, ILogger<JobChanges> log) : BackgroundService
{
    /// <summary>After this, a client that does not take its message no longer holds up the others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, bool> changed = new();
    private readonly SemaphoreSlim wake = new(0);

    /// <summary>Says that a job changed. Never waits.</summary>
    public void Notify(Guid jobId)
    {
        if (changed.TryAdd(jobId, true))
        {
            wake.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await wake.WaitAsync(stoppingToken);
            foreach (var jobId in changed.Keys)
            {
                changed.TryRemove(jobId, out _);
                try
                {
                    await SendAsync(jobId, stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // Redis, or the database, may be away: what was not told is told when it is back.
                    NotSent(exception.Message, jobId);
                    Notify(jobId);
                    await Task.Delay(Patience, stoppingToken);
                }
            }
        }
    }

    private async Task SendAsync(Guid jobId, CancellationToken stopping)
    {
        if (await jobs.FindAsync(jobId, stopping) is { } job)
        {
            var sent = hub.Clients.Groups(TrainingHub.AllJobs, TrainingHub.OneJob(jobId)).JobChanged(job);
            if (await Task.WhenAny(sent, Task.Delay(Patience, stopping)) == sent)
            {
                await sent;
            }
            else
            {
                _ = TellAgainIfLostAsync(sent, jobId);
            }
        }
    }

    /// <summary>A Redis that is away takes a message and fails with it later.</summary>
    private async Task TellAgainIfLostAsync(Task sent, Guid jobId)
    {
        try
        {
            await sent;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NotSent(exception.Message, jobId);
            Notify(jobId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The change of job {JobId} was not sent, and is tried again: {Reason}")]
    private partial void NotSent(string reason, Guid jobId);

    /// <inheritdoc/>
    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }
}
