using System.Runtime.CompilerServices;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Client;

/// <summary>A connection to the service's hub, which all streams share.</summary>
internal sealed class TrainingHubConnection : IAsyncDisposable
{
    private readonly SemaphoreSlim connectLock = new(1);
    private readonly HubConnection hub;

    /// <summary>Creates the connection without opening it.</summary>
    /// <param name="address">The hub's address.</param>
    /// <param name="handlers">Returns the message handler of each connection; null for the network.</param>
    /// <param name="key">Returns the key of each connection; null for no key.</param>
    public TrainingHubConnection(Uri address, Func<HttpMessageHandler>? handlers, Func<Task<string?>> key) => hub = new HubConnectionBuilder()
        .WithUrl(address, options =>
        {
            options.HttpMessageHandlerFactory = handlers is null ? null : _ => handlers();
            options.AccessTokenProvider = key;
        })
        .AddJsonProtocol(json => json.PayloadSerializerOptions = JsonRequests.JsonOptions)
        .Build();

    /// <summary>Opens the connection if it is not open.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await connectLock.WaitAsync(cancellationToken);
        try
        {
            if (hub.State == HubConnectionState.Disconnected)
            {
                await hub.StartAsync(cancellationToken);
            }
        }
        finally
        {
            connectLock.Release();
        }
    }

    /// <summary>
    /// Streams a job's epochs until the service completes the stream or the connection is lost. Opens a new connection first if the last one
    /// was lost.
    /// </summary>
    public async IAsyncEnumerable<EpochMetrics> StreamUntilDisconnectedAsync(
        Guid job, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await FalseIfDisconnectedAsync(ConnectedAsync, cancellationToken))
        {
            yield break;
        }

        // Only a cancellation tells the service to end the stream.
        using var streaming = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var epochs = hub.StreamAsync<EpochMetrics>("Watch", job, after, streaming.Token).GetAsyncEnumerator(streaming.Token);
        try
        {
            while (await FalseIfDisconnectedAsync(() => epochs.MoveNextAsync().AsTask(), cancellationToken))
            {
                yield return epochs.Current;
            }
        }
        finally
        {
            await streaming.CancelAsync();
        }

        async Task<bool> ConnectedAsync()
        {
            await ConnectAsync(cancellationToken);
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        connectLock.Dispose();
    }

    private static async Task<bool> FalseIfDisconnectedAsync(Func<Task<bool>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            // A lost connection causes exceptions of many types, also an OperationCanceledException that the caller did not request.
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
