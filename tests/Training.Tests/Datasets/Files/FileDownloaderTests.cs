using LearnML.Training.Datasets.Files;
using LearnML.Training.Tests.Datasets.Images;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Datasets.Files;

public sealed class FileDownloaderTests : IDisposable
{
    private static readonly RemoteFile PublishedFile = TinyFashionMnist.Files[0];
    private static readonly byte[] Content = TinyFashionMnist.Content[PublishedFile.Name];

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly List<string> log = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string TargetFile => folder[PublishedFile.Name];

    private string PartialFile => TargetFile + ".part";

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Downloader_downloads_file_and_logs_progress()
    {
        await using var server = new FileServer(TinyFashionMnist.Content);

        await DownloadAsync(server);

        await AssertDownloadedAsync(server, (200, Content.Length));
        Assert.Contains("100 %", log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Downloader_continues_partial_file()
    {
        var half = Content.Length / 2;
        await File.WriteAllBytesAsync(PartialFile, Content[..half], Token);
        await using var server = new FileServer(TinyFashionMnist.Content);

        await DownloadAsync(server);

        await AssertDownloadedAsync(server, (206, Content.Length - half));
    }

    [Fact]
    public async Task Downloader_restarts_if_server_ignores_ranges()
    {
        await File.WriteAllBytesAsync(PartialFile, Content[..100], Token);
        await using var server = new FileServer(TinyFashionMnist.Content) { IgnoresRanges = true };

        await DownloadAsync(server);

        await AssertDownloadedAsync(server, (200, Content.Length));
    }

    [Fact]
    public async Task Downloader_restarts_if_partial_file_is_too_long()
    {
        await File.WriteAllBytesAsync(PartialFile, new byte[Content.Length + 1], Token);
        await using var server = new FileServer(TinyFashionMnist.Content);

        await DownloadAsync(server);

        await AssertDownloadedAsync(server, (416, 0), (200, Content.Length));
    }

    [Fact]
    public async Task Downloader_deletes_file_with_wrong_checksum()
    {
        await File.WriteAllBytesAsync(PartialFile, new byte[100], Token);
        await using var server = new FileServer(TinyFashionMnist.Content);

        var error = await Assert.ThrowsAsync<IOException>(() => DownloadAsync(server));

        Assert.Contains("the downloaded file has a wrong checksum", error.Message, StringComparison.Ordinal);
        Assert.Contains(PublishedFile.Checksum, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Downloader_stops_at_stalled_server_and_continues_later()
    {
        var half = Content.Length / 2;
        await using (var stalling = new FileServer(TinyFashionMnist.Content) { StallsAfter = half })
        {
            var error = await Assert.ThrowsAsync<IOException>(() => DownloadAsync(stalling, TimeSpan.FromSeconds(1)));
            Assert.Equal("no data arrived for 1 s", error.Message);
        }

        Assert.Equal(half, new FileInfo(PartialFile).Length);
        await using var server = new FileServer(TinyFashionMnist.Content);

        await DownloadAsync(server);

        await AssertDownloadedAsync(server, (206, Content.Length - half));
    }

    [Fact]
    public async Task Downloader_reports_file_that_server_does_not_have()
    {
        await using var server = new FileServer(new Dictionary<string, byte[]>());

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => DownloadAsync(server));

        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Cancelled_download_throws()
    {
        await using var server = new FileServer(TinyFashionMnist.Content) { StallsAfter = 0 };
        using var cancelled = new CancellationTokenSource();
        var fetch = new FileDownloader(http, _ => cancelled.Cancel())
            .DownloadAsync(PublishedFile, new Uri(server.Address, PublishedFile.Name), folder.Path, cancelled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    private Task DownloadAsync(FileServer server, TimeSpan? stallTimeout = null) =>
        new FileDownloader(http, log.Add, stallTimeout).DownloadAsync(PublishedFile, new Uri(server.Address, PublishedFile.Name), folder.Path, Token);

    private async Task AssertDownloadedAsync(FileServer server, params (int Status, int Bytes)[] answers)
    {
        Assert.Equal(Content, await File.ReadAllBytesAsync(TargetFile, Token));
        Assert.False(File.Exists(PartialFile));
        Assert.Equal(answers, server.Responses.Select(answer => (answer.Status, answer.Bytes)));
    }
}
