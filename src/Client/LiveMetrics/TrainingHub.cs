using System.Runtime.CompilerServices;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Client;

/// <summary>The service's hub, over one connection for all watches.</summary>
internal sealed class TrainingHub : IAsyncDisposable
{
    private readonly SemaphoreSlim connecting = new(1);
    private readonly HubConnection hub;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="handlers">Gives each connection what sends its requests; null for the network.</param>
    /// <param name="key">Gives each connection the key that it calls with; null for none.</param>
    public TrainingHub(Uri address, Func<HttpMessageHandler>? handlers, Func<Task<string?>> key) => hub = new HubConnectionBuilder()
        .WithUrl(address, options =>
        {
            options.HttpMessageHandlerFactory = handlers is null ? null : _ => handlers();
            options.AccessTokenProvider = key;
        })
        .AddJsonProtocol(json => json.PayloadSerializerOptions = JsonRequests.Format)
        .Build();

    /// <summary>Opens the connection, unless it is open.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        await connecting.WaitAsync(cancellation);
        try
        {
            if (hub.State == HubConnectionState.Disconnected)
            {
                await hub.StartAsync(cancellation);
            }
        }
        finally
        {
            connecting.Release();
        }
    }

    /// <summary>Streams a job's epochs, over a new connection where the last was lost, until the service completes the stream or the connection is lost.</summary>
    public async IAsyncEnumerable<EpochMetrics> UntilLostAsync(Guid job, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!await UnlessLostAsync(ConnectedAsync, cancellation))
        {
            yield break;
        }

        // The service hears that nobody watches any more by a cancellation alone.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var epochs = hub.StreamAsync<EpochMetrics>("Watch", job, after, leaving.Token).GetAsyncEnumerator(leaving.Token);
        try
        {
            while (await UnlessLostAsync(() => epochs.MoveNextAsync().AsTask(), cancellation))
            {
                yield return epochs.Current;
            }
        }
        finally
        {
            await leaving.CancelAsync();
        }

        async Task<bool> ConnectedAsync()
        {
            await ConnectAsync(cancellation);
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        connecting.Dispose();
    }

    private static async Task<bool> UnlessLostAsync(Func<Task<bool>> step, CancellationToken cancellation)
    {
        try
        {
            return await step();
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            // A lost connection shows itself in many ways, a cancellation of nobody's among them.
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }
}
