using System.Globalization;
using System.Threading.RateLimiting;
using LearnML.Api.Hosting;
using LearnML.Api.Limits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LearnML.Api.LiveMetrics;

/// <summary>
/// Limits the calls per second of a hub connection, with the limit of requests. Calls beyond it are refused. A connection that then goes on at more
/// than twice the limit is closed.
/// </summary>
/// <param name="options">The settings.</param>
internal sealed class HubCallLimit(IOptions<LearnMLOptions> options) : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var buckets = new Buckets(RequestBucket.Create(options.Value.Limits), RequestBucket.Create(options.Value.Limits));
        lock (context.Context.Items)
        {
            context.Context.Items[typeof(HubCallLimit)] = buckets;
        }

        return next(context);
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var (calls, refusals) = GetBuckets(invocationContext.Context);
        if (RequestBucket.TryTake(calls))
        {
            return next(invocationContext);
        }

        if (!RequestBucket.TryTake(refusals))
        {
            invocationContext.Context.Abort();
        }

        throw new HubException(string.Create(CultureInfo.InvariantCulture,
            $"There are more than {options.Value.Limits.RequestsPerSecond} calls per second from this connection. Try again in a second."));
    }

    private static Buckets GetBuckets(HubCallerContext connection)
    {
        // Calls that stream run at the same time, and other limits add items.
        lock (connection.Items)
        {
            return (Buckets)connection.Items[typeof(HubCallLimit)]!;
        }
    }

    /// <summary>How many calls a connection may make now, and how many may be refused before it is closed.</summary>
    private sealed record Buckets(TokenBucketRateLimiter Calls, TokenBucketRateLimiter Refusals);
}
