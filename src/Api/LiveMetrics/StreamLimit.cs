using System.Globalization;
using System.Runtime.CompilerServices;
using LearnML.Api.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LearnML.Api.LiveMetrics;

/// <summary>Limits the open streams of a hub connection. SignalR limits only concurrent calls, and a stream continues after its call.</summary>
/// <param name="options">The settings.</param>
internal sealed class StreamLimit(IOptions<LearnMLOptions> options) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var answer = await next(invocationContext);
        if (answer is not IAsyncEnumerable<EpochMetrics> stream)
        {
            return answer;
        }

        var open = GetOpenStreams(invocationContext.Context);
        if (Interlocked.Increment(ref open.Value) > options.Value.Limits.HubStreams)
        {
            Interlocked.Decrement(ref open.Value);
            throw new HubException(string.Create(CultureInfo.InvariantCulture,
                $"This connection already watches {options.Value.Limits.HubStreams} jobs, which is the maximum. End a stream first."));
        }

        return CountWhileOpen(stream, open);
    }

    private static StrongBox<int> GetOpenStreams(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(typeof(StreamLimit), out var known))
            {
                return (StrongBox<int>)known!;
            }

            var open = new StrongBox<int>();
            connection.Items[typeof(StreamLimit)] = open;
            return open;
        }
    }

    private static async IAsyncEnumerable<EpochMetrics> CountWhileOpen(
        IAsyncEnumerable<EpochMetrics> stream, StrongBox<int> open, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (var metrics in stream.WithCancellation(cancellationToken))
            {
                yield return metrics;
            }
        }
        finally
        {
            Interlocked.Decrement(ref open.Value);
        }
    }
}
