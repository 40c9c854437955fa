using System.Security.Claims;
using LearnML.Api.Access.Scopes;
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
        var streams = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync("same", Write)));

        Assert.Equal(1, written);
        Assert.Single(ListFiles());
        foreach (var stream in streams)
        {
            using var reader = new StreamReader(stream);
            Assert.Equal("content", await reader.ReadToEndAsync(Token));
        }

        await Deadline.UntilAsync(() => ListFiles().Length == 0);
        await (await OpenAsync("same", Write)).DisposeAsync();
        Assert.Equal(2, written);
    }

    [Fact]
    public async Task Different_files_are_made_one_after_another_and_not_too_many()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => OpenAsync($"{number}", Write, caller: $"{number % 2}")));

        Assert.Equal((20, 1), (written, mostWriters));
        var refused = await Assert.ThrowsAsync<BadHttpRequestException>(() => OpenAsync("20", Write, caller: "2"));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.StatusCode);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        await (await OpenAsync("20", Write)).DisposeAsync();
        await Deadline.UntilAsync(() => ListFiles().Length == 0);
    }

    [Fact]
    public async Task One_caller_cannot_take_all_places()
    {
        var slow = await Task.WhenAll(
            Enumerable.Range(0, DownloadFiles.MaximumFilesOfCaller).Select(number => OpenAsync($"{number}", Write, caller: "slow")));

        var refused = await Assert.ThrowsAsync<BadHttpRequestException>(() => OpenAsync("more", Write, caller: "slow"));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.StatusCode);
        await (await OpenAsync("more", Write, caller: "other")).DisposeAsync();
        await (await OpenAsync("0", Write, caller: "slow")).DisposeAsync();
        await slow[0].DisposeAsync();
        await (await OpenAsync("more", Write, caller: "slow")).DisposeAsync();
        foreach (var stream in slow[1..])
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task File_that_nobody_waits_for_is_not_made()
    {
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var client = new CancellationTokenSource();
        var abandoned = OpenAsync("abandoned", WaitForEnd, client.Token);
        await started.Task.WaitAsync(Deadline.Timeout, Token);

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await ended.Task.WaitAsync(Deadline.Timeout, Token);
        await (await OpenAsync("next", Write)).DisposeAsync();
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
        var requests = Enumerable.Range(0, 3).Select(_ => OpenAsync("bad", (path, _) =>
        {
            File.WriteAllText(path, "half");
            throw new InvalidOperationException("It cannot be made.");
        })).ToArray();

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

        var refused = await Assert.ThrowsAsync<BadHttpRequestException>(() => OpenAsync("late", Write));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.StatusCode);
    }

    public void Dispose()
    {
        files.Dispose();
        lifetime.Dispose();
        data.Dispose();
    }

    private Task<Stream> OpenAsync(
        string name, Action<string, CancellationToken> write, CancellationToken? cancellationToken = null, string caller = "caller") =>
        files.OpenAsync(
            new DefaultHttpContext
            {
                RequestAborted = cancellationToken ?? Token,
                User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(CallerClaims.NameClaim, caller)])),
            },
            name,
            write);

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
