using System.Collections.Concurrent;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

public sealed class ReconnectTests : IDisposable
{
    private readonly CancellationToken late = Deadline.Token();

    private readonly TemporaryFolder data = new();
    private readonly ConcurrentQueue<EpochMetrics> seen = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_outlives_the_service_and_sees_every_epoch_once(bool killed)
    {
        const int Some = 5;
        Guid id;
        Task watch;
        LearnMLClient client;
        Uri address;
        await using (var first = await Service.StartProcessAsync(data))
        {
            address = first.Address;
            client = new LearnMLClient(address);
            id = (await client.Jobs.RunAsync(SampleSpecs.Endless, late)).Id;
            watch = WatchAsync(client, id, late);
            await Deadline.UntilAsync(() => seen.Count >= Some);
            await (killed ? first.Process.KillAsync() : first.Process.TerminateAsync());
        }

        await using var disposed = client;
        await using var second = await Service.StartAsync(data, null, Hosting.ServiceProcess.Urls, address.ToString());
        var told = (await client.Jobs.GetAsync(id, late)).LastSequence;
        await Deadline.UntilAsync(() => seen.Count >= told + Some);
        await client.Jobs.StopAsync(id, late);
        await watch;

        var job = await client.Jobs.GetAsync(id, late);
        Assert.Equal(JobState.Stopped, job.State);
        Assert.Equal(Enumerable.Range(1, (int)job.LastSequence).Select(sequence => (long)sequence), seen.Select(epoch => epoch.Sequence));
        Assert.Equal((await client.Jobs.GetMetricsAsync(id, cancellationToken: late)).Select(Json), seen.Select(Json));
    }

    [Fact]
    public async Task A_watch_can_be_given_up_while_the_service_is_away()
    {
        using var givenUp = new CancellationTokenSource();
        await using var service = await Service.StartProcessAsync(data);
        await using var client = new LearnMLClient(service.Address);
        var id = (await client.Jobs.RunAsync(SampleSpecs.Endless, late)).Id;
        var watch = WatchAsync(client, id, givenUp.Token);
        await Deadline.UntilAsync(() => !seen.IsEmpty);
        await service.Process.KillAsync();

        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitAsync(Deadline.Generous, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_watch_of_a_service_that_is_not_there_fails_at_once()
    {
        await using var client = new LearnMLClient(new Uri($"http://127.0.0.1:{FreePort.Find()}"));

        await Assert.ThrowsAsync<HttpRequestException>(() => WatchAsync(client, Guid.NewGuid(), late));
    }

    public void Dispose() => data.Dispose();

    private async Task WatchAsync(LearnMLClient client, Guid id, CancellationToken cancellationToken)
    {
        await foreach (var epoch in client.Jobs.WatchAsync(id, cancellationToken: cancellationToken))
        {
            seen.Enqueue(epoch);
        }
    }

    private static string Json(EpochMetrics epoch) => JsonSerializer.Serialize(epoch, WireFormat.Options);
}
