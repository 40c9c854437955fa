using System.Net.Sockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>A TCP connection that sends exactly the given bytes.</summary>
internal sealed class RawTcpClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawTcpClient> ConnectAsync(Uri address)
    {
        var client = new RawTcpClient();
        await client.socket.ConnectAsync(address.Host, address.Port, Deadline.Token());
        return client;
    }

    public static async Task<RawTcpClient> SendAsync(Uri address, string text)
    {
        var client = await ConnectAsync(address);
        await client.SendAsync(text);
        return client;
    }

    public async Task SendAsync(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), Deadline.Token());
        }
    }

    /// <summary>Resets the connection, as a killed process does. Unsent data is lost.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>Closes the sending direction. A response can still be received.</summary>
    public void CloseSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads the first line of the response. It is empty if the server closes or resets the connection without a response.</summary>
    public async Task<string> ReadStatusLineAsync()
    {
        var (buffer, length) = (new byte[4096], 0);
        try
        {
            while (buffer.AsSpan(0, length).IndexOf("\r\n"u8) < 0 && length < buffer.Length
                && await socket.ReceiveAsync(buffer.AsMemory(length), Deadline.Token()) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (SocketException)
        {
            // The server resets the connection if it closes before it has read everything.
        }

        return Encoding.Latin1.GetString(buffer, 0, length).Split("\r\n")[0];
    }

    /// <summary>Returns whether the server has closed or reset the connection, without reading what it has sent.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            // The server answers a byte to a connection that it has closed with a reset.
            await socket.SendAsync(new byte[1], Deadline.Token());
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => socket.Dispose();
}
