using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.LiveMetrics;

/// <summary>A hub client that subscribes to everything and reads nothing, as behind a broken network.</summary>
internal sealed class UnresponsiveClient : IDisposable
{
    private const string Separator = "\u001e";

    private readonly ClientWebSocket socket = new();
    private readonly SocketsHttpHandler handler = new() { ConnectCallback = ConnectAsync };
    private readonly HttpMessageInvoker http;

    private UnresponsiveClient() => http = new HttpMessageInvoker(handler);

    /// <summary>Connects, subscribes to all jobs and starts 250 streams of each given job. Then it reads nothing.</summary>
    public static async Task<UnresponsiveClient> ConnectAsync(Service service, params IEnumerable<Guid> jobs)
    {
        var client = new UnresponsiveClient();
        var address = new UriBuilder(service.Address) { Scheme = "ws", Path = "/hubs/training" }.Uri;
        await client.socket.ConnectAsync(address, client.http, CancellationToken.None);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.SendAsync("""{"type":1,"target":"SubscribeAll","arguments":[]}""");
        foreach (var (job, call) in jobs.SelectMany(job => Enumerable.Range(0, 250).Select(call => (job, call))))
        {
            await client.SendAsync($$"""{"type":4,"invocationId":"{{job:n}}-{{call}}","target":"Watch","arguments":["{{job}}",0]}""");
        }

        return client;
    }

    public void Dispose()
    {
        socket.Dispose();
        http.Dispose();
        handler.Dispose();
    }

    private Task SendAsync(string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Uses a small receive buffer, so that unread data soon blocks the service.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
