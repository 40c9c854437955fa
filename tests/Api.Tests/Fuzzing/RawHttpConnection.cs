using System.Globalization;
using System.Net.Sockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>
/// Sends HTTP/1.1 requests unchanged over one connection, which is opened again if the server closes it. <see cref="HttpClient"/> would reject or
/// correct malformed requests.
/// </summary>
internal sealed class RawHttpConnection(Uri address) : IDisposable
{
    private readonly MemoryStream requestBytes = new();
    private byte[] buffer = new byte[1 << 16];
    private Socket? socket;
    private int start;
    private int end;

    /// <summary>Sends a request and reads its response.</summary>
    /// <exception cref="IOException">The response was incomplete.</exception>
    public RawHttpResponse Send(RawHttpRequest request)
    {
        socket ??= Connect();
        WriteRequest(request);
        (start, end) = (0, 0);
        var (status, headers) = ReadHead();
        var body = request.Method == "HEAD" || status is 204 or 304 ? default : ReadBody(headers);
        if (GetHeader(headers, "Connection") == "close")
        {
            Close();
        }

        return new RawHttpResponse(status, GetHeader(headers, "Content-Type")?.Split(';')[0], body);
    }

    public void Dispose()
    {
        Close();
        requestBytes.Dispose();
    }

    private Socket Connect()
    {
        var connected = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Deadline.Timeout.TotalMilliseconds };
        connected.Connect(address.Host, address.Port);
        return connected;
    }

    private void Close()
    {
        socket?.Dispose();
        socket = null;
    }

    private void WriteRequest(RawHttpRequest request)
    {
        requestBytes.SetLength(0);
        Put($"{request.Method} {request.Target} HTTP/1.1\r\nHost: localhost\r\n");
        if (request.ContentType is not null)
        {
            Put($"Content-Type: {request.ContentType}\r\n");
        }

        if (request.Header is not null)
        {
            Put($"{request.Header}\r\n");
        }

        if (request.Body is not null)
        {
            Put(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {request.Body.Length}\r\n"));
        }

        Put("\r\n");
        requestBytes.Write(request.Body);
        socket!.Send(requestBytes.GetBuffer().AsSpan(0, (int)requestBytes.Length));

        void Put(string text) => requestBytes.Write(Encoding.Latin1.GetBytes(text));
    }

    private (int Status, string Headers) ReadHead()
    {
        int length;
        while ((length = buffer.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            ReceiveMore();
        }

        var head = Encoding.Latin1.GetString(buffer, start, length + 2);
        start += length + 4;
        return (int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head);
    }

    private ReadOnlyMemory<byte> ReadBody(string headers)
    {
        if (GetHeader(headers, "Content-Length") is { } length)
        {
            return ReadBytes(int.Parse(length, CultureInfo.InvariantCulture));
        }

        if (GetHeader(headers, "Transfer-Encoding") != "chunked")
        {
            return default;
        }

        var body = new MemoryStream();
        while (true)
        {
            int line;
            while ((line = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0)
            {
                ReceiveMore();
            }

            var size = int.Parse(buffer.AsSpan(start, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            start += line + 2;
            body.Write(ReadBytes(size).Span);
            ReadBytes(2);
            if (size == 0)
            {
                return body.GetBuffer().AsMemory(0, (int)body.Length);
            }
        }
    }

    private ReadOnlyMemory<byte> ReadBytes(int count)
    {
        while (end - start < count)
        {
            ReceiveMore();
        }

        start += count;
        return buffer.AsMemory(start - count, count);
    }

    private void ReceiveMore()
    {
        if (end == buffer.Length)
        {
            // A full buffer is replaced, so that bytes returned before stay valid.
            var larger = new byte[Math.Max(buffer.Length, 2 * (end - start))];
            buffer.AsSpan(start, end - start).CopyTo(larger);
            (buffer, start, end) = (larger, 0, end - start);
        }

        var count = socket!.Receive(buffer, end, buffer.Length - end, SocketFlags.None);
        end += count > 0 ? count : throw new IOException($"The connection ended after {Encoding.Latin1.GetString(buffer, start, end - start)}.");
    }

    private static string? GetHeader(string headers, string name)
    {
        var at = headers.IndexOf($"\r\n{name}: ", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : headers[(at + name.Length + 4)..headers.IndexOf("\r\n", at + 2, StringComparison.Ordinal)];
    }
}
