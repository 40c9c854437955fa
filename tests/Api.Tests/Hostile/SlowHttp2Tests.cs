using System.Net;
using System.Text;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>
/// Clients that send or read slowly over HTTP/2, which a service with a certificate offers. The test needs no certificate, because its client knows
/// the protocol.
/// </summary>
public sealed class SlowHttp2Tests : IDisposable
{
    private const string Head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na,b\n";
    private const int FastBytes = 16 << 10;

    private static readonly string[] Arguments =
    [
        "--Kestrel:EndpointDefaults:Protocols=Http2", "--LearnML:Limits:UploadsAtOnce=1",
        "--Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel=Debug",
    ];

    /// <summary>A poll is a whole upload, and more of them would be work for the service that the test does not need.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly TemporaryFolder data = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Slow_upload_gives_its_place_back(bool isBesideFastBody)
    {
        await using var service = await Service.StartAsync(data, null, Arguments);
        using var slow = CreateClient(service);
        using var other = CreateClient(service);
        using var end = new CancellationTokenSource();
        var fast = isBesideFastBody
            ? slow.PostAsync(new Uri("api/jobs/preview", UriKind.Relative), new TricklingContent("[", FastBytes, "application/json"), end.Token)
            : Task.CompletedTask;
        var upload = slow.PostAsync(
            new Uri("api/datasets", UriKind.Relative), new TricklingContent(Head, bytesPerSecond: 10, "multipart/form-data; boundary=b"), end.Token);

        // A file shows that the slow upload has the only place.
        await Deadline.UntilAsync(() => CountUnfinishedFiles() > 0);
        await Deadline.UntilAsync(() => UploadAsync(other), status => status == HttpStatusCode.Created, interval: PollInterval);

        Assert.False(isBesideFastBody && fast.IsCompleted);
        await end.CancelAsync();
        await Task.WhenAny(Task.WhenAll(upload, fast));
        await Deadline.UntilAsync(() => CountUnfinishedFiles() == 0);
    }

    [Fact]
    public async Task Client_that_stops_reading_is_disconnected()
    {
        await using var service = await Service.StartAsync(data, null, Arguments);
        using var client = CreateClient(service);

        using var unread = await client.GetAsync(
            new Uri("api/datasets/glyphs/rows?take=100", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Deadline.Token());

        Assert.Equal(HttpStatusCode.OK, unread.StatusCode);
        await Deadline.UntilAsync(() => service.Output.Contains("data rate", StringComparison.OrdinalIgnoreCase));
    }

    public void Dispose() => data.Dispose();

    private int CountUnfinishedFiles() => Directory.Exists(data["uploads"]) ? Directory.GetFiles(data["uploads"], "incoming-*").Length : 0;

    private static HttpClient CreateClient(Service service) => new()
    {
        BaseAddress = service.Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static async Task<HttpStatusCode> UploadAsync(HttpClient client)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("flowers"), "name" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(FlowersTable.Csv)), "file", "a.csv" },
        };
        using var answer = await client.PostAsync(new Uri("api/datasets", UriKind.Relative), form, Deadline.Token());
        return answer.StatusCode == HttpStatusCode.OK ? HttpStatusCode.Created : answer.StatusCode;
    }
}
