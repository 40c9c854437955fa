using System.Globalization;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.LiveMetrics;

/// <summary>The SignalR hub for live metrics and job changes, at <c>/hubs/training</c>.</summary>
/// <param name="streamer">The streams of metrics.</param>
/// <param name="subscriptions">Limits the subscriptions of a connection.</param>
public sealed class TrainingHub(MetricsStreamer streamer, SubscriptionLimit subscriptions) : Hub<ITrainingClient>
{
    internal const string AllJobsGroup = "jobs";

    private SemaphoreSlim ReadTurn => (SemaphoreSlim)Context.Items[typeof(MetricsStreamer)]!;

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        Context.Items[typeof(MetricsStreamer)] = new SemaphoreSlim(1);
        return base.OnConnectedAsync();
    }

    internal static string JobGroup(Guid jobId) => string.Create(CultureInfo.InvariantCulture, $"job:{jobId}");

    /// <summary>
    /// Streams the metrics of a job after a sequence number, and completes when the job has ended. 0 streams from the start.
    /// After a lost connection, call it again with the last sequence number received.
    /// </summary>
    public async Task<IAsyncEnumerable<EpochMetrics>> Watch(Guid jobId, long afterSequence, CancellationToken cancellationToken)
    {
        try
        {
            return await streamer.OpenAsync(jobId, afterSequence, ReadTurn, cancellationToken)
                ?? throw new HubException($"There is no job '{jobId}'.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client has left. SignalR would log an exception as an error.
            return AsyncEnumerable.Empty<EpochMetrics>();
        }
    }

    /// <summary>Calls <see cref="ITrainingClient.JobChanged"/> on the client whenever the job changes, from now on.</summary>
    public Task Subscribe(Guid jobId)
    {
        subscriptions.Add(Context, jobId);
        return Groups.AddToGroupAsync(Context.ConnectionId, JobGroup(jobId));
    }

    /// <summary>Ends <see cref="Subscribe"/>.</summary>
    public Task Unsubscribe(Guid jobId)
    {
        subscriptions.Remove(Context, jobId);
        return Groups.RemoveFromGroupAsync(Context.ConnectionId, JobGroup(jobId));
    }

    /// <summary>
    /// Calls <see cref="ITrainingClient.JobChanged"/> on the client whenever any job changes, from now on. If the client has also subscribed to
    /// one job, it receives the changes of that job twice.
    /// </summary>
    public Task SubscribeAll() => Groups.AddToGroupAsync(Context.ConnectionId, AllJobsGroup);

    /// <summary>Ends <see cref="SubscribeAll"/>.</summary>
    public Task UnsubscribeAll() => Groups.RemoveFromGroupAsync(Context.ConnectionId, AllJobsGroup);
}
