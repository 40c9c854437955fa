using System.Collections.Concurrent;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

public sealed class ReconnectTests : IDisposable
{
    private readonly CancellationToken cancellationToken = Deadline.Token();

    private readonly TemporaryFolder data = new();
    private readonly ConcurrentQueue<EpochMetrics> seen = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_survives_a_restart_and_returns_every_epoch_once(bool killed)
    {
        const int EpochCount = 5;
        Guid id;
        Task watch;
        LearnMLClient client;
        Uri address;
        await using (var first = killed ? await Service.StartProcessAsync(data) : await Service.StartAsync(data))
        {
            address = first.Address;
            client = new LearnMLClient(address);
            id = (await client.Jobs.RunAsync(SampleSpecs.Endless, cancellationToken)).Id;
            watch = WatchAsync(client, id, cancellationToken);
            await Deadline.UntilAsync(() => seen.Count >= EpochCount);
            await (killed ? first.Process.KillAsync() : first.StopAsync());
        }

        await using var disposed = client;
        await using var second = await Service.StartAsync(data, null, Hosting.ServiceProcess.UrlsArgument, address.ToString());
        var reported = (await client.Jobs.GetAsync(id, cancellationToken)).LastSequence;
        await Deadline.UntilAsync(() => seen.Count >= reported + EpochCount);
        await client.Jobs.StopAsync(id, cancellationToken);
        await watch;

        var job = await client.Jobs.GetAsync(id, cancellationToken);
        Assert.Equal(JobState.Stopped, job.State);
        Assert.Equal(Enumerable.Range(1, (int)job.LastSequence).Select(sequence => (long)sequence), seen.Select(epoch => epoch.Sequence));
        Assert.Equal((await client.Jobs.GetMetricsAsync(id, cancellationToken: cancellationToken)).Select(ToJson), seen.Select(ToJson));
    }

    [Fact]
    public async Task Watch_can_be_cancelled_while_the_service_is_down()
    {
        using var cancellation = new CancellationTokenSource();
        await using var service = await Service.StartProcessAsync(data);
        await using var client = new LearnMLClient(service.Address);
        var id = (await client.Jobs.RunAsync(SampleSpecs.Endless, cancellationToken)).Id;
        var watch = WatchAsync(client, id, cancellation.Token);
        await Deadline.UntilAsync(() => !seen.IsEmpty);
        await service.Process.KillAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitAsync(Deadline.Timeout, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Watch_fails_at_once_if_the_service_does_not_answer()
    {
        await using var client = new LearnMLClient(new Uri($"http://127.0.0.1:{FreePort.Find()}"));

        await Assert.ThrowsAsync<HttpRequestException>(() => WatchAsync(client, Guid.NewGuid(), cancellationToken));
    }

    public void Dispose() => data.Dispose();

    private async Task WatchAsync(LearnMLClient client, Guid id, CancellationToken cancellationToken)
    {
        await foreach (var epoch in client.Jobs.WatchAsync(id, cancellationToken: cancellationToken))
        {
            seen.Enqueue(epoch);
        }
    }

    private static string ToJson(EpochMetrics epoch) => JsonSerializer.Serialize(epoch, WireFormat.Options);
}
