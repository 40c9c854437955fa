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
/// Takes in what a service exports by OTLP over HTTP, and reads it by the numbers of its fields
/// (https://github.com/open-telemetry/opentelemetry-proto).
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly ConcurrentQueue<(string TraceId, string Body, IReadOnlyDictionary<string, string> Attributes)> logs = new();
    private readonly ConcurrentDictionary<string, bool> metrics = new();
    private readonly ConcurrentQueue<byte[]> bodies = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/v1/traces", context => TakeAsync(context, TakeSpan, 1, 2, 2));
        app.MapPost("/v1/logs", context => TakeAsync(context, TakeLog, 1, 2, 2));
        app.MapPost("/v1/metrics", context => TakeAsync(context, metric => metrics[metric.Text(1)] = true, 1, 2, 2));
    }

    public IReadOnlyCollection<Span> Spans => spans;

    public IReadOnlyCollection<(string TraceId, string Body, IReadOnlyDictionary<string, string> Attributes)> Logs => logs;

    public ICollection<string> Metrics => metrics.Keys;

    /// <summary>What has a service export here, often.</summary>
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

    /// <summary>Waits for a span.</summary>
    public async Task<Span> SpanAsync(Predicate<Span> right)
    {
        await Deadline.UntilAsync(() => spans.Any(span => right(span)));
        return spans.First(span => right(span));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Whether these characters are anywhere in what came, whatever it is.</summary>
    public bool Holds(string text) => bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private async Task TakeAsync(HttpContext context, Action<ProtobufMessage> take, params int[] path)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        bodies.Enqueue(body.ToArray());
        foreach (var message in new ProtobufMessage(body.ToArray()).All(path))
        {
            take(message);
        }
    }

    private void TakeSpan(ProtobufMessage span) =>
        spans.Enqueue(new Span(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(7), span.Number(8), Attributes(span, 9)));

    private void TakeLog(ProtobufMessage log) => logs.Enqueue((log.Hex(9), log.All(5).First().Text(1), Attributes(log, 6)));

    private static Dictionary<string, string> Attributes(ProtobufMessage of, int field)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var attribute in of.All(field))
        {
            var value = attribute.All(2).First();
            attributes[attribute.Text(1)] = value.Text(1) is { Length: > 0 } text ? text : value.Number(3).ToString(CultureInfo.InvariantCulture);
        }

        return attributes;
    }
}
