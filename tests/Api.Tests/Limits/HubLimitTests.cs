using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.LiveMetrics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LearnML.Api.Tests.Limits;

/// <summary>Limits of one hub connection.</summary>
public sealed class HubLimitTests(LimitedServiceFixture fixture) : IClassFixture<LimitedServiceFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Hub_closes_a_connection_that_sends_too_large_a_message()
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(service.Address, "/hubs/training")).Build();
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(TestContext.Current.CancellationToken);

        await hub.SendAsync("Subscribe", new string('x', LimitedServiceFixture.HubMessageBytes), TestContext.Current.CancellationToken);

        await closed.Task.WaitAsync(Deadline.Timeout, TestContext.Current.CancellationToken);
        await using var client = await HubClient.ConnectAsync(service);
        await client.CallAsync("SubscribeAll");
    }

    [Fact]
    public async Task Hub_limits_the_streams_of_a_connection()
    {
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless);
        await using var client = await HubClient.ConnectAsync(service);

        // Only a cancelled token tells the service that the client has left a stream.
        using var leaving = new CancellationTokenSource();
        await using var first = client.Stream(busy.JobId).GetAsyncEnumerator(leaving.Token);
        await using var second = client.Stream(busy.JobId).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await first.MoveNextAsync());
        Assert.True(await second.MoveNextAsync());

        var rejected = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync(busy.JobId));
        Assert.Contains("watches 2 jobs, which is the maximum", rejected.Message, StringComparison.Ordinal);

        // The limit is per connection, and a stream that ends makes room for another.
        await using var other = await HubClient.ConnectAsync(service);
        Assert.NotNull(await other.Stream(busy.JobId).FirstAsync(TestContext.Current.CancellationToken));
        await leaving.CancelAsync();
        await Deadline.UntilAsync(() => CanStreamAsync(client, busy.JobId), isStreaming => isStreaming);
    }

    [Fact]
    public async Task Hub_limits_the_subscriptions_of_a_connection()
    {
        await using var client = await HubClient.ConnectAsync(service);
        var jobs = Enumerable.Range(0, LimitedServiceFixture.HubStreams + 1).Select(_ => Guid.NewGuid()).ToList();
        foreach (var job in jobs.SkipLast(1).Concat(jobs.SkipLast(1)))
        {
            await client.CallAsync("Subscribe", job);
        }

        var rejected = await Assert.ThrowsAsync<HubException>(() => client.CallAsync("Subscribe", jobs[^1]));
        Assert.Contains("subscribed to 2 jobs, which is the maximum", rejected.Message, StringComparison.Ordinal);

        await client.CallAsync("Unsubscribe", jobs[0]);
        await client.CallAsync("Subscribe", jobs[^1]);
    }

    [Fact]
    public async Task Stream_ends_when_the_client_stops_watching()
    {
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless);

        for (var watch = 0; watch <= LimitedServiceFixture.HubStreams; watch++)
        {
            await foreach (var epoch in service.Client.Jobs.WatchAsync(busy.JobId, cancellationToken: Deadline.Token()))
            {
                Assert.Equal(1, epoch.Sequence);
                break;
            }
        }
    }

    private static async Task<bool> CanStreamAsync(HubClient client, Guid job)
    {
        try
        {
            return await client.Stream(job).AnyAsync();
        }
        catch (HubException)
        {
            return false;
        }
    }
}
