using System.Diagnostics;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Telemetry;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Clients that begin and do not go on.</summary>
[Collection(HostileTests.Name)]
public sealed class SlowClientTests(HostileFixture fixture)
{
    private const int Each = 50;
    private const string Upload = "POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        + "Content-Length: 1000000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na,b\n";

    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(10);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Slow_heads_and_slow_uploads_hold_up_nobody_and_the_uploads_are_given_up()
    {
        var uploads = await ManyAsync(
            [Upload.Replace("{0}", "/api/datasets", StringComparison.Ordinal), Upload.Replace("{0}", "/api/models", StringComparison.Ordinal)]);
        var heads = await ManyAsync(["GET /api/jobs HTTP/1.1\r\nHost: loc", "G", ""]);
        var clock = Stopwatch.StartNew();

        for (var times = 0; times < 20; times++)
        {
            await fixture.AnswersAsync();
        }

        Assert.True(clock.Elapsed < Patient, $"20 predictions beside them took {clock.Elapsed}.");
        Assert.All(await Task.WhenAll(uploads.Select(upload => upload.StatusAsync())),
            status => Assert.Equal("HTTP/1.1 408 Request Timeout", status));
        await Deadline.UntilAsync(() => !fixture.Unfinished().Any());
        foreach (var client in uploads.Concat(heads))
        {
            client.Dispose();
        }
    }

    /// <summary>The server may take the end of what is sent for the end of the connection.</summary>
    [Fact]
    public async Task Half_closed_sockets_are_answered_or_closed()
    {
        var clients = await ManyAsync(["GET /api/recipes/glyphs HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /api/recipes/glyphs HTTP/1.1\r\n", ""]);
        clients.ForEach(client => client.HalfClose());

        Assert.All(await Task.WhenAll(clients.Select(client => client.StatusAsync())),
            status => Assert.True(status is "" or "HTTP/1.1 200 OK" or "HTTP/1.1 400 Bad Request", status));
        await fixture.AnswersAsync();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Clients_that_break_off_are_no_failures_of_the_service()
    {
        const string Head = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{ \"rows\": [";
        var before = await Exposed.ReadAsync(service);
        string[] requests = [$"POST /api/models/{HostileFixture.Model}/predict{Head}", $"POST /v2/models/{HostileFixture.Model}/infer{Head}"];
        var gone = 0;

        // One that breaks off before its head is read has asked for nothing: so as many as it takes.
        var after = await Deadline.UntilAsync(
            async () =>
            {
                var clients = await ManyAsync(requests);
                clients.ForEach(client => client.Reset());
                gone += clients.Count;
                return await Exposed.ReadAsync(service);
            },
            exposed => Rise(exposed, "gone") > Each);
        Assert.InRange(Rise(after, "gone"), Each, gone);
        Assert.Equal((0, 0), (Rise(after, "failed"), Rise(after, "wrong")));
        Assert.DoesNotContain("unhandled exception", service.Output, StringComparison.OrdinalIgnoreCase);
        await fixture.AnswersAsync();

        double Rise(Exposed exposed, string outcome) =>
            exposed.Value("learnml_predictions_total", ("outcome", outcome)) - before.Value("learnml_predictions_total", ("outcome", outcome));
    }

    [Fact]
    public async Task A_body_that_ends_early_leaves_nothing()
    {
        var clients = await ManyAsync(
        [
            Upload.Replace("{0}", "/api/datasets", StringComparison.Ordinal),
            Upload.Replace("{0}", "/api/models", StringComparison.Ordinal),
            $"POST /api/models/{HostileFixture.Model}/predict HTTP/1.1\r\n"
                + $"Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{",
            $"POST /api/models/{HostileFixture.Model}/predict HTTP/1.1\r\nHost: localhost\r\n"
                + $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{{",
        ]);
        clients.ForEach(client => client.HalfClose());

        Assert.All(await Task.WhenAll(clients.Select(client => client.StatusAsync())),
            status => Assert.True(status is "" || status.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), status));
        await Deadline.UntilAsync(() => !fixture.Unfinished().Any());
        await fixture.AnswersAsync();
        clients.ForEach(client => client.Dispose());
    }

    private async Task<List<RawClient>> ManyAsync(IEnumerable<string> beginnings) =>
        [.. await Task.WhenAll(
            beginnings.SelectMany(beginning => Enumerable.Range(0, Each).Select(_ => RawClient.SendAsync(service.Address, beginning))))];
}
