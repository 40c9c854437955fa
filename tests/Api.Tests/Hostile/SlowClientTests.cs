using System.Diagnostics;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Telemetry;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Clients that send the beginning of a request and nothing more.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class SlowClientTests(HostileClientFixture fixture)
{
    private const int ClientsPerRequest = 50;
    private const string UploadRequest = "POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        + "Content-Length: 1000000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na,b\n";

    private static readonly TimeSpan MaximumDuration = TimeSpan.FromSeconds(10);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Slow_heads_and_uploads_delay_no_request_and_the_uploads_time_out()
    {
        var uploads = await ConnectClientsAsync(
            [
                UploadRequest.Replace("{0}", "/api/datasets", StringComparison.Ordinal),
                UploadRequest.Replace("{0}", "/api/models", StringComparison.Ordinal),
            ]);
        var heads = await ConnectClientsAsync(["GET /api/jobs HTTP/1.1\r\nHost: loc", "G", ""]);
        var clock = Stopwatch.StartNew();

        for (var times = 0; times < 20; times++)
        {
            await fixture.AssertAnswersAsync();
        }

        Assert.True(clock.Elapsed < MaximumDuration, $"20 predictions took {clock.Elapsed}.");
        Assert.All(await Task.WhenAll(uploads.Select(upload => upload.ReadStatusLineAsync())),
            status => Assert.Equal("HTTP/1.1 408 Request Timeout", status));
        await Deadline.UntilAsync(() => !fixture.GetUnfinishedUploads().Any());
        foreach (var client in uploads.Concat(heads))
        {
            client.Dispose();
        }
    }

    /// <summary>The server may treat the end of the sent data as the end of the connection.</summary>
    [Fact]
    public async Task Half_closed_connections_are_answered_or_closed()
    {
        var clients = await ConnectClientsAsync(
            ["GET /api/recipes/glyphs HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /api/recipes/glyphs HTTP/1.1\r\n", ""]);
        clients.ForEach(client => client.CloseSending());

        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadStatusLineAsync())),
            status => Assert.True(status is "" or "HTTP/1.1 200 OK" or "HTTP/1.1 400 Bad Request", status));
        await fixture.AssertAnswersAsync();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Aborted_requests_are_not_counted_as_failures()
    {
        const string Head = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{ \"rows\": [";
        var before = await PrometheusMetrics.ReadAsync(service);
        string[] requests =
        [
            $"POST /api/models/{HostileClientFixture.Model}/predict{Head}",
            $"POST /v2/models/{HostileClientFixture.Model}/infer{Head}",
        ];
        var aborted = 0;

        // A request that is aborted before its head is read is not counted, so the test sends more until enough are counted.
        var after = await Deadline.UntilAsync(
            async () =>
            {
                var clients = await ConnectClientsAsync(requests);
                clients.ForEach(client => client.Reset());
                aborted += clients.Count;
                return await PrometheusMetrics.ReadAsync(service);
            },
            metrics => Rise(metrics, "gone") > ClientsPerRequest);
        Assert.InRange(Rise(after, "gone"), ClientsPerRequest, aborted);
        Assert.Equal((0, 0), (Rise(after, "failed"), Rise(after, "wrong")));
        Assert.DoesNotContain("unhandled exception", service.Output, StringComparison.OrdinalIgnoreCase);
        await fixture.AssertAnswersAsync();

        double Rise(PrometheusMetrics metrics, string outcome) =>
            metrics.Sum("learnml_predictions_total", ("outcome", outcome)) - before.Sum("learnml_predictions_total", ("outcome", outcome));
    }

    [Fact]
    public async Task Truncated_body_leaves_no_file()
    {
        var clients = await ConnectClientsAsync(
        [
            UploadRequest.Replace("{0}", "/api/datasets", StringComparison.Ordinal),
            UploadRequest.Replace("{0}", "/api/models", StringComparison.Ordinal),
            $"POST /api/models/{HostileClientFixture.Model}/predict HTTP/1.1\r\n"
                + $"Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{",
            $"POST /api/models/{HostileClientFixture.Model}/predict HTTP/1.1\r\nHost: localhost\r\n"
                + $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{{",
        ]);
        clients.ForEach(client => client.CloseSending());

        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadStatusLineAsync())),
            status => Assert.True(status is "" || status.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), status));
        await Deadline.UntilAsync(() => !fixture.GetUnfinishedUploads().Any());
        await fixture.AssertAnswersAsync();
        clients.ForEach(client => client.Dispose());
    }

    private async Task<List<RawTcpClient>> ConnectClientsAsync(IEnumerable<string> beginnings) =>
        [.. await Task.WhenAll(
            beginnings.SelectMany(
                beginning => Enumerable.Range(0, ClientsPerRequest).Select(_ => RawTcpClient.SendAsync(service.Address, beginning))))];
}
