using LearnML.Api.Hosting;
using LearnML.Api.Models.Transfer;
using LearnML.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Models.Transfer;

/// <summary>Files of downloads are made once for all requests, one after another, and deleted.</summary>
public sealed class DownloadFilesTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly StoppableLifetime lifetime = new();
    private readonly DownloadFiles files;
    private int writers;
    private int mostWriters;
    private int written;

    public DownloadFilesTests() => files = new DownloadFiles(Options.Create(new LearnMLOptions { Data = data.Path }), lifetime);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_for_the_same_file_share_it_and_the_last_one_deletes_it()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => files.OpenAsync("same", Write, Token)));

        Assert.Equal(1, written);
        Assert.Single(ListFiles());
        foreach (var stream in streams)
        {
            using var reader = new StreamReader(stream);
            Assert.Equal("content", await reader.ReadToEndAsync(Token));
        }

        await Deadline.UntilAsync(() => ListFiles().Length == 0);
        await (await files.OpenAsync("same", Write, Token)).DisposeAsync();
        Assert.Equal(2, written);
    }

    [Fact]
    public async Task Different_files_are_made_one_after_another_and_not_too_many()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => files.OpenAsync($"{number}", Write, Token)));

        Assert.Equal((20, 1), (written, mostWriters));
        var refused = await Assert.ThrowsAsync<BadHttpRequestException>(() => files.OpenAsync("20", Write, Token));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.StatusCode);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        await (await files.OpenAsync("20", Write, Token)).DisposeAsync();
        await Deadline.UntilAsync(() => ListFiles().Length == 0);
    }

    [Fact]
    public async Task File_that_nobody_waits_for_is_not_made()
    {
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var client = new CancellationTokenSource();
        var abandoned = files.OpenAsync("abandoned", WaitForEnd, client.Token);
        await started.Task.WaitAsync(Deadline.Timeout, Token);

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await ended.Task.WaitAsync(Deadline.Timeout, Token);
        await (await files.OpenAsync("next", Write, Token)).DisposeAsync();
        await Deadline.UntilAsync(() => ListFiles().Length == 0);

        void WaitForEnd(string path, CancellationToken cancellationToken)
        {
            File.WriteAllText(path, "half");
            started.SetResult();
            cancellationToken.WaitHandle.WaitOne();
            ended.SetResult();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Failed_file_fails_all_requests_and_leaves_nothing()
    {
        var requests = Enumerable.Range(0, 3).Select(_ => files.OpenAsync("bad", (path, _) =>
        {
            File.WriteAllText(path, "half");
            throw new InvalidOperationException("It cannot be made.");
        }, Token)).ToArray();

        foreach (var request in requests)
        {
            Assert.Equal("It cannot be made.", (await Assert.ThrowsAsync<InvalidOperationException>(() => request)).Message);
        }

        await Deadline.UntilAsync(() => ListFiles().Length == 0);
    }

    [Fact]
    public async Task Stopping_service_answers_503()
    {
        lifetime.StopApplication();

        var refused = await Assert.ThrowsAsync<BadHttpRequestException>(() => files.OpenAsync("late", Write, Token));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.StatusCode);
    }

    public void Dispose()
    {
        files.Dispose();
        lifetime.Dispose();
        data.Dispose();
    }

    private void Write(string path, CancellationToken cancellationToken)
    {
        mostWriters = Math.Max(mostWriters, Interlocked.Increment(ref writers));
        SpinWait.SpinUntil(() => Volatile.Read(ref writers) > 1, millisecondsTimeout: 5);
        File.WriteAllText(path, "content");
        Interlocked.Increment(ref written);
        Interlocked.Decrement(ref writers);
    }

    private string[] ListFiles() => Directory.GetFiles(Path.Combine(data.Path, "uploads"));

    private sealed class StoppableLifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
