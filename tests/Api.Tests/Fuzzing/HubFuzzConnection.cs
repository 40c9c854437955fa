using System.Net;
using System.Net.WebSockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>A connection to the hub that sends any bytes, and counts what comes back.</summary>
internal sealed class HubFuzzConnection : IDisposable
{
    private const byte Separator = 0x1e;
    private const string LastCall = "the last call";

    private readonly ClientWebSocket socket = new();

    /// <summary>The status of a refused connection; null while it is open.</summary>
    public HttpStatusCode? Refused { get; private set; }

    /// <summary>Everything that was received.</summary>
    public StringBuilder Received { get; } = new();

    /// <summary>Connects with a key.</summary>
    public async Task ConnectAsync(Uri service, string? key)
    {
        socket.Options.CollectHttpResponseDetails = true;
        if (key is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(service) { Scheme = "ws", Path = "/hubs/training" }.Uri, Deadline.Token());
        }
        catch (WebSocketException)
        {
            Refused = socket.HttpStatusCode;
        }
    }

    /// <summary>Sends a message, in one frame or in two.</summary>
    public async Task SendAsync(byte[] message, bool isBinary, bool isSplit)
    {
        try
        {
            var type = isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
            byte[] whole = [.. message, Separator];
            var first = isSplit ? whole.Length / 2 : whole.Length;
            await socket.SendAsync(whole.AsMemory(0, first), type, endOfMessage: !isSplit, Deadline.Token());
            if (isSplit)
            {
                await socket.SendAsync(whole.AsMemory(first), type, endOfMessage: true, Deadline.Token());
            }
        }
        catch (Exception exception) when (exception is WebSocketException or InvalidOperationException)
        {
            // The service closed the connection because of an earlier message.
        }
    }

    /// <summary>Makes one more call, and reads until its answer or the end of the connection.</summary>
    public async Task ReadToEndAsync()
    {
        await SendAsync(
            Encoding.UTF8.GetBytes($$"""{"type":1,"invocationId":"{{LastCall}}","target":"UnsubscribeAll","arguments":[]}"""), false, false);
        var buffer = new byte[1 << 16];
        try
        {
            while (!Received.ToString().Contains(LastCall, StringComparison.Ordinal)
                && await socket.ReceiveAsync(buffer, Deadline.Token()) is { MessageType: not WebSocketMessageType.Close } result)
            {
                Received.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
            }
        }
        catch (WebSocketException)
        {
            // The service closed the connection.
        }
    }

    public void Dispose() => socket.Dispose();
}
