using LearnML.Training.Datasets.Files;

namespace LearnML.Training.Tests.Datasets;

public sealed class DownloadTests : IDisposable
{
    private static readonly RemoteFile Published = TinyFashion.Files[0];
    private static readonly byte[] Content = TinyFashion.Content[Published.Name];

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly List<string> log = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => folder[Published.Name];

    private string Part => Target + ".part";

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Gets_a_whole_file_and_tells_how_it_goes()
    {
        await using var server = new FileServer(TinyFashion.Content);

        await FetchAsync(server);

        await AssertWholeAsync(server, (200, Content.Length));
        Assert.Contains("100 %", log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_where_an_earlier_try_stopped()
    {
        var half = Content.Length / 2;
        await File.WriteAllBytesAsync(Part, Content[..half], Token);
        await using var server = new FileServer(TinyFashion.Content);

        await FetchAsync(server);

        await AssertWholeAsync(server, (206, Content.Length - half));
    }

    [Fact]
    public async Task Starts_over_when_the_server_ignores_ranges()
    {
        await File.WriteAllBytesAsync(Part, Content[..100], Token);
        await using var server = new FileServer(TinyFashion.Content) { IgnoresRanges = true };

        await FetchAsync(server);

        await AssertWholeAsync(server, (200, Content.Length));
    }

    [Fact]
    public async Task Starts_over_when_the_part_is_longer_than_the_file()
    {
        await File.WriteAllBytesAsync(Part, new byte[Content.Length + 1], Token);
        await using var server = new FileServer(TinyFashion.Content);

        await FetchAsync(server);

        await AssertWholeAsync(server, (416, 0), (200, Content.Length));
    }

    [Fact]
    public async Task Deletes_what_has_a_wrong_checksum()
    {
        await File.WriteAllBytesAsync(Part, new byte[100], Token);
        await using var server = new FileServer(TinyFashion.Content);

        var error = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));

        Assert.Contains("the downloaded file has a wrong checksum", error.Message, StringComparison.Ordinal);
        Assert.Contains(Published.Checksum, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Gives_up_on_a_server_that_stands_still_and_goes_on_later()
    {
        var half = Content.Length / 2;
        await using (var stalling = new FileServer(TinyFashion.Content) { StandsStillAfter = half })
        {
            var error = await Assert.ThrowsAsync<IOException>(() => FetchAsync(stalling, TimeSpan.FromSeconds(1)));
            Assert.Equal("no data arrived for 1 s", error.Message);
        }

        Assert.Equal(half, new FileInfo(Part).Length);
        await using var server = new FileServer(TinyFashion.Content);

        await FetchAsync(server);

        await AssertWholeAsync(server, (206, Content.Length - half));
    }

    [Fact]
    public async Task A_file_that_the_server_lacks_is_an_error()
    {
        await using var server = new FileServer(new Dictionary<string, byte[]>());

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server));

        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_cancelled_download_says_so()
    {
        await using var server = new FileServer(TinyFashion.Content) { StandsStillAfter = 0 };
        using var cancelled = new CancellationTokenSource();
        var fetch = new FileDownloader(http, _ => cancelled.Cancel())
            .DownloadAsync(Published, new Uri(server.Address, Published.Name), folder.Path, cancelled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    private Task FetchAsync(FileServer server, TimeSpan? patience = null) =>
        new FileDownloader(http, log.Add, patience).DownloadAsync(Published, new Uri(server.Address, Published.Name), folder.Path, Token);

    private async Task AssertWholeAsync(FileServer server, params (int Status, int Bytes)[] answers)
    {
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Token));
        Assert.False(File.Exists(Part));
        Assert.Equal(answers, server.Answers.Select(answer => (answer.Status, answer.Bytes)));
    }
}
