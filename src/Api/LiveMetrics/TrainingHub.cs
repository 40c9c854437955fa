using System.Globalization;
using LearnML.Api.Limits;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.LiveMetrics;

/// <summary>The live side of the API, at <c>/hubs/training</c>.</summary>
/// <param name="watch">The streams of metrics.</param>
/// <param name="subscriptions">How many there may be.</param>
public sealed class TrainingHub(MetricsWatch watch, SubscriptionLimit subscriptions) : Hub<ITrainingClient>
{
    /// <summary>Where it is.</summary>
    public const string Path = "/hubs/training";

    internal const string AllJobs = "jobs";

    internal static string OneJob(Guid jobId) => string.Create(CultureInfo.InvariantCulture, $"job:{jobId}");

    /// <summary>
    /// Streams the metrics of a job after a sequence number (0: from its start), and completes when the job has ended.
    /// After a lost connection go on from the last sequence number seen.
    /// </summary>
    public async Task<IAsyncEnumerable<EpochMetrics>> Watch(Guid jobId, long afterSequence, CancellationToken cancellation) =>
        await watch.OpenAsync(jobId, afterSequence, cancellation) ?? throw new HubException($"There is no job '{jobId}'.");

    /// <summary>From now on calls <see cref="ITrainingClient.JobChanged"/> when the job changes.</summary>
    public Task Subscribe(Guid jobId)
    {
        subscriptions.Add(Context, jobId);
        return Groups.AddToGroupAsync(Context.ConnectionId, OneJob(jobId));
    }

    /// <summary>Ends <see cref="Subscribe"/>.</summary>
    public Task Unsubscribe(Guid jobId)
    {
        subscriptions.Remove(Context, jobId);
        return Groups.RemoveFromGroupAsync(Context.ConnectionId, OneJob(jobId));
    }

    /// <summary>
    /// From now on calls <see cref="ITrainingClient.JobChanged"/> when any job changes; a job that the client has subscribed to as
    /// well is then told twice.
    /// </summary>
    public Task SubscribeAll() => Groups.AddToGroupAsync(Context.ConnectionId, AllJobs);

    /// <summary>Ends <see cref="SubscribeAll"/>.</summary>
    public Task UnsubscribeAll() => Groups.RemoveFromGroupAsync(Context.ConnectionId, AllJobs);
}
