using System.Net.Sockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>A WebSocket connection to the hub over a plain socket, so that the test can afford thousands of them.</summary>
internal sealed class RawHubConnection : IDisposable
{
    private const int TextFrame = 0x81;
    private const int MaskedFlag = 0x80;
    private const int Length64 = 127;

    // Clients must mask their frames. A mask of zeros changes nothing.
    private static readonly byte[] Mask = new byte[4];
    private static readonly byte[] Handshake = CreateFrame(Encoding.ASCII.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"));
    private static readonly byte[] UpgradeRequest = Encoding.ASCII.GetBytes(
        "GET /hubs/training HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Whether the server has not closed the connection.</summary>
    public bool IsOpen => !socket.Poll(0, SelectMode.SelectRead) || socket.Available > 0;

    /// <summary>Whether the server had closed the connection when a message was sent.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Connects and completes the SignalR handshake.</summary>
    public static async Task<RawHubConnection> ConnectAsync(Uri address)
    {
        var hub = new RawHubConnection();
        await hub.socket.ConnectAsync(address.Host, address.Port, Deadline.Token());
        await hub.socket.SendAsync(UpgradeRequest, Deadline.Token());
        var buffer = new byte[512];
        var length = await hub.ReceiveUntilAsync(buffer, "\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 101", Encoding.ASCII.GetString(buffer, 0, length), StringComparison.Ordinal);
        await hub.socket.SendAsync(Handshake, Deadline.Token());
        await hub.ReceiveUntilAsync(buffer, "{}\u001e"u8.ToArray());
        return hub;
    }

    /// <summary>Sends a message. The server may close the connection before it is complete.</summary>
    public async Task SendAsync(byte[] message)
    {
        try
        {
            var frame = CreateFrame(message);
            for (var sent = 0; sent < frame.Length;)
            {
                sent += await socket.SendAsync(frame.AsMemory(sent), Deadline.Token());
            }
        }
        catch (SocketException)
        {
            IsClosed = true;
        }
    }

    /// <summary>Waits until the server closes the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        try
        {
            var buffer = new byte[512];
            while (await socket.ReceiveAsync(buffer, Deadline.Token()) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset also closes the connection.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<int> ReceiveUntilAsync(byte[] buffer, byte[] terminator)
    {
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf(terminator) < 0)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length), Deadline.Token());
            Assert.True(count > 0, $"The connection was closed after {Encoding.ASCII.GetString(buffer, 0, length)}.");
            length += count;
        }

        return length;
    }

    private static byte[] CreateFrame(byte[] message)
    {
        if (message.Length < Length64 - 1)
        {
            return [TextFrame, (byte)(MaskedFlag | message.Length), .. Mask, .. message];
        }

        var length = BitConverter.GetBytes((ulong)message.Length);
        Array.Reverse(length);
        return [TextFrame, MaskedFlag | Length64, .. length, .. Mask, .. message];
    }
}
