using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LearnML.Api.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>
/// Receives the OTLP export of a service over HTTP and reads its messages by field number
/// (https://github.com/open-telemetry/opentelemetry-proto).
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedSpan> spans = new();
    private readonly ConcurrentQueue<(string TraceId, string Body, IReadOnlyDictionary<string, string> Attributes)> logs = new();
    private readonly ConcurrentDictionary<string, bool> metrics = new();
    private readonly ConcurrentQueue<byte[]> bodies = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/v1/traces", context => ReceiveAsync(context, AddSpan, 1, 2, 2));
        app.MapPost("/v1/logs", context => ReceiveAsync(context, AddLog, 1, 2, 2));
        app.MapPost("/v1/metrics", context => ReceiveAsync(context, metric => metrics[metric.GetString(1)] = true, 1, 2, 2));
    }

    public IReadOnlyCollection<ReceivedSpan> Spans => spans;

    public IReadOnlyCollection<(string TraceId, string Body, IReadOnlyDictionary<string, string> Attributes)> Logs => logs;

    public ICollection<string> Metrics => metrics.Keys;

    /// <summary>Arguments that make a service export to this receiver at short intervals.</summary>
    public IEnumerable<string> Arguments =>
    [
        $"--OTEL_EXPORTER_OTLP_ENDPOINT={app.Urls.Single()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        "--OTEL_BSP_SCHEDULE_DELAY=50", "--OTEL_BLRP_SCHEDULE_DELAY=50", "--OTEL_METRIC_EXPORT_INTERVAL=200",
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Waits for a span that satisfies the predicate.</summary>
    public async Task<ReceivedSpan> WaitForSpanAsync(Predicate<ReceivedSpan> predicate)
    {
        await Deadline.UntilAsync(() => spans.Any(span => predicate(span)));
        return spans.First(span => predicate(span));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(); // A host that is only disposed logs its background services as failed.
        await app.DisposeAsync();
    }

    /// <summary>Whether any received body contains the text.</summary>
    public bool Contains(string text) => bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private async Task ReceiveAsync(HttpContext context, Action<ProtobufMessage> add, params int[] path)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        bodies.Enqueue(body.ToArray());
        foreach (var message in new ProtobufMessage(body.ToArray()).GetMessages(path))
        {
            add(message);
        }
    }

    private void AddSpan(ProtobufMessage span) =>
        spans.Enqueue(new ReceivedSpan(span.GetHex(1), span.GetHex(2), span.GetHex(4),
            span.GetString(5), span.GetNumber(7), span.GetNumber(8), ReadAttributes(span, 9)));

    private void AddLog(ProtobufMessage log) => logs.Enqueue((log.GetHex(9), log.GetMessages(5).First().GetString(1), ReadAttributes(log, 6)));

    private static Dictionary<string, string> ReadAttributes(ProtobufMessage message, int field)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var attribute in message.GetMessages(field))
        {
            var value = attribute.GetMessages(2).First();
            attributes[attribute.GetString(1)] = value.GetString(1) is { Length: > 0 } text
                ? text : value.GetNumber(3).ToString(CultureInfo.InvariantCulture);
        }

        return attributes;
    }
}
