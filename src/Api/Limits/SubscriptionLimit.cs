using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>How many jobs a connection of the hub may be told of one by one: each takes memory until it is left.</summary>
/// <param name="options">The settings.</param>
public sealed class SubscriptionLimit(IOptions<LearnMLOptions> options)
{
    /// <summary>Counts a job; one that is counted already counts once.</summary>
    /// <exception cref="HubException">The connection has as many as one may.</exception>
    public void Add(HubCallerContext connection, Guid jobId)
    {
        var jobs = Jobs(connection);
        lock (jobs)
        {
            if (jobs.Count == options.Value.Limits.HubStreams && !jobs.Contains(jobId))
            {
                throw new HubException(string.Create(CultureInfo.InvariantCulture,
                    $"The connection is subscribed to {options.Value.Limits.HubStreams} jobs, as many as one may. Unsubscribe from one first, or use SubscribeAll."));
            }

            jobs.Add(jobId);
        }
    }

    /// <summary>Makes room for another.</summary>
    public void Remove(HubCallerContext connection, Guid jobId)
    {
        var jobs = Jobs(connection);
        lock (jobs)
        {
            jobs.Remove(jobId);
        }
    }

    private static HashSet<Guid> Jobs(HubCallerContext connection)
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
