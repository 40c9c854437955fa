using System.Collections.Concurrent;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Sends changed jobs to the subscribers of the hub, in the background. Code that changes a job only calls <see cref="Notify"/>, which returns
/// at once. All changes of a job during one send are combined into one later message, which holds the job's newest state.
/// </summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="hub">Sends to the subscribers.</param>
/// <param name="log">The log.</param>
public sealed partial class JobChangeNotifier(
    JobStore jobs, IHubContext<TrainingHub, ITrainingClient> hub, ILogger<JobChangeNotifier> log) : BackgroundService
{
    /// <summary>How long one send may delay the other jobs: a slow client must not block them. Also the pause after a failed send.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, bool> changed = new();
    private readonly SemaphoreSlim wake = new(0);

    /// <summary>Queues a message that the job changed. Returns at once.</summary>
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
                    // Redis or the database may be unavailable. The message is sent again later.
                    LogSendFailed(exception.Message, jobId);
                    Notify(jobId);
                    await Task.Delay(SendTimeout, stoppingToken);
                }
            }
        }
    }

    private async Task SendAsync(Guid jobId, CancellationToken stoppingToken)
    {
        if (await jobs.FindAsync(jobId, stoppingToken) is { } job)
        {
            var sent = hub.Clients.Groups(TrainingHub.AllJobsGroup, TrainingHub.JobGroup(jobId)).JobChanged(job);
            if (await Task.WhenAny(sent, Task.Delay(SendTimeout, stoppingToken)) == sent)
            {
                await sent;
            }
            else
            {
                _ = RetryIfFailedAsync(sent, jobId);
            }
        }
    }

    /// <summary>Queues the message again if the slow send fails in the end. An unavailable Redis accepts a message and fails only later.</summary>
    private async Task RetryIfFailedAsync(Task sent, Guid jobId)
    {
        try
        {
            await sent;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogSendFailed(exception.Message, jobId);
            Notify(jobId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The change of job {JobId} was not sent and will be sent again: {Reason}")]
    private partial void LogSendFailed(string reason, Guid jobId);

    /// <inheritdoc/>
    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }
}
