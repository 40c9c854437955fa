using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LearnML.Training.Tests.Datasets.Files;

/// <summary>A local web server for a few files. A test can make it fail.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly IReadOnlyDictionary<string, byte[]> files;
    private readonly Task serving;

    public FileServer(IReadOnlyDictionary<string, byte[]> files)
    {
        this.files = files;
        listener.Start();
        Address = new Uri($"http://{listener.LocalEndpoint}/");
        serving = ServeAsync();
    }

    public Uri Address { get; }

    public bool IgnoresRanges { get; init; }

    /// <summary>The number of bytes of each body that are sent before the connection stalls.</summary>
    public int StallsAfter { get; init; } = int.MaxValue;

    public ConcurrentQueue<Response> Responses { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await serving;
        listener.Stop();
        stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                await using var stream = client.GetStream();
                await RespondAsync(stream);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The test has ended.
        }
    }

    private async Task RespondAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var name = (await reader.ReadLineAsync(stopping.Token))!.Split(' ')[1].TrimStart('/');
        var from = 0;
        while (await reader.ReadLineAsync(stopping.Token) is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase) && !IgnoresRanges)
            {
                from = int.Parse(header.AsSpan("Range: bytes=".Length).TrimEnd('-'), CultureInfo.InvariantCulture);
            }
        }

        var file = files.GetValueOrDefault(name);
        var status = file is null ? 404 : from == 0 ? 200 : from < file.Length ? 206 : 416;
        var body = status is 200 or 206 ? file.AsMemory(from) : ReadOnlyMemory<byte>.Empty;
        var range = status == 206 ? $"Content-Range: bytes {from}-{file!.Length - 1}/{file.Length}\r\n" : "";
        Responses.Enqueue(new Response(name, status, body.Length));

        var head = $"HTTP/1.1 {status} Status\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{range}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stopping.Token);
        await stream.WriteAsync(body[..Math.Min(StallsAfter, body.Length)], stopping.Token);
        if (StallsAfter < body.Length)
        {
            await Task.Delay(Timeout.Infinite, stopping.Token);
        }
    }

    /// <summary>One response: its file, its status and the length of its body.</summary>
    internal sealed record Response(string Name, int Status, int Bytes);
}
