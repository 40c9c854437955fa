using System.Collections.Concurrent;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

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
    private volatile bool isUnavailable;

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
                catch (Exception exception) when (IsOutage(exception))
                {
                    RetryLater(exception, jobId);
                    await Task.Delay(SendTimeout, stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    LogSendRejected(exception, jobId);
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
                isUnavailable = false;
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
            isUnavailable = false;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            RetryLater(exception, jobId);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogSendRejected(exception, jobId);
        }
    }

    /// <summary>Queues the message again. Logs the first failure of an outage only.</summary>
    private void RetryLater(Exception exception, Guid jobId)
    {
        if (!isUnavailable)
        {
            isUnavailable = true;
            LogUnavailable(exception);
        }

        Notify(jobId);
    }

    /// <summary>Returns whether the database or Redis is unavailable, so that the message is to be sent again later.</summary>
    private static bool IsOutage(Exception exception) =>
        exception is RedisException or TimeoutException || DatabaseFailure.IsUnavailable(exception);

    [LoggerMessage(LogLevel.Warning, "The database or Redis is unavailable; changes of jobs are sent when it is available again.")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(LogLevel.Error, "The change of job {JobId} could not be sent.")]
    private partial void LogSendRejected(Exception exception, Guid jobId);

    /// <inheritdoc/>
    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }
}
