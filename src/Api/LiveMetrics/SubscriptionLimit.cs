using System.Globalization;
using LearnML.Api.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LearnML.Api.LiveMetrics;

/// <summary>Limits the jobs that a hub connection subscribes to, because each subscription uses memory until it ends.</summary>
/// <param name="options">The settings.</param>
public sealed class SubscriptionLimit(IOptions<LearnMLOptions> options)
{
    /// <summary>Adds a subscription. A second subscription to the same job is not counted.</summary>
    /// <exception cref="HubException">The connection already has the maximum number of subscriptions.</exception>
    public void Add(HubCallerContext connection, Guid jobId)
    {
        var jobs = GetJobs(connection);
        lock (jobs)
        {
            if (jobs.Count == options.Value.Limits.HubStreams && !jobs.Contains(jobId))
            {
                throw new HubException(string.Create(CultureInfo.InvariantCulture,
                    $"This connection is already subscribed to {options.Value.Limits.HubStreams} jobs, which is the maximum. "
                    + $"Unsubscribe from one first, or use SubscribeAll."));
            }

            jobs.Add(jobId);
        }
    }

    /// <summary>Removes a subscription.</summary>
    public void Remove(HubCallerContext connection, Guid jobId)
    {
        var jobs = GetJobs(connection);
        lock (jobs)
        {
            jobs.Remove(jobId);
        }
    }

    private static HashSet<Guid> GetJobs(HubCallerContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(typeof(SubscriptionLimit), out var known))
            {
                return (HashSet<Guid>)known!;
            }

            var jobs = new HashSet<Guid>();
            connection.Items[typeof(SubscriptionLimit)] = jobs;
            return jobs;
        }
    }
}
