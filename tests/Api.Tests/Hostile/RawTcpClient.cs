using System.Net.Sockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>A connection whose other end is told exactly these bytes, and no others.</summary>
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

    /// <summary>Breaks off, as a process that is killed does: what is still under way is lost.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>Says that it sends no more, and can still be answered.</summary>
    public void CloseSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>The first line of the answer; empty where the other end has closed, or broken off, without one.</summary>
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
            // What it had not read when it closed makes the other end break off.
        }

        return Encoding.Latin1.GetString(buffer, 0, length).Split("\r\n")[0];
    }

    public void Dispose() => socket.Dispose();
}
