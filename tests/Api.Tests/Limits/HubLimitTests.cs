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
        await using var otherClient = await HubClient.ConnectAsync(service);
        Assert.NotNull(await otherClient.Stream(busy.JobId).FirstAsync(TestContext.Current.CancellationToken));
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
    public async Task Refused_calls_are_answers_and_log_no_errors()
    {
        await using var client = await HubClient.ConnectAsync(service);
        var unknown = Guid.NewGuid();

        var rejected = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync(unknown));

        Assert.Contains($"There is no job '{unknown}'.", rejected.Message, StringComparison.Ordinal);
        for (var subscription = 0; subscription <= LimitedServiceFixture.HubStreams; subscription++)
        {
            await Record.ExceptionAsync(() => client.CallAsync("Subscribe", Guid.NewGuid()));
        }

        Assert.DoesNotContain("HubException", service.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The argument 'jobId' must be the id of a job.", "Subscribe", "no id")]
    [InlineData("The argument 'jobId' must be the id of a job.", "Watch", 12, 0)]
    [InlineData("The argument 'afterSequence' must be an integer.", "Watch", "01234567-89ab-cdef-0123-456789abcdef", "x")]
    [InlineData("The method has 1 argument (jobId), not 0.", "Unsubscribe")]
    [InlineData("The method has 2 arguments (jobId, afterSequence), not 1.", "Watch", "01234567-89ab-cdef-0123-456789abcdef")]
    [InlineData("The method has no arguments, not 1.", "SubscribeAll", "x")]
    public async Task Wrong_argument_is_named(string reason, string method, params object[] arguments)
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(service.Address, "/hubs/training")).Build();
        await hub.StartAsync(TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<HubException>(() => hub.InvokeCoreAsync(method, arguments, TestContext.Current.CancellationToken));

        Assert.EndsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_that_goes_on_beyond_its_rate_is_closed()
    {
        using var data = new TemporaryFolder();
        await using var limited = await Service.StartAsync(
            data, null, "--LearnML:Limits:RequestsPerSecond=2", "--LearnML:Limits:RequestBurst=20");
        await using var client = await HubClient.ConnectAsync(limited);
        for (var call = 0; call < 20; call++)
        {
            await client.CallAsync("SubscribeAll");
        }

        var refused = await Assert.ThrowsAsync<HubException>(() => CallAsync(times: 10));
        Assert.Contains("more than 2 calls per second", refused.Message, StringComparison.Ordinal);
        for (var call = 0; call < 60; call++)
        {
            await Record.ExceptionAsync(() => client.CallAsync("SubscribeAll"));
        }

        await client.WaitForCloseAsync();
        Assert.DoesNotContain("HubException", limited.Output, StringComparison.Ordinal);
        await using var other = await HubClient.ConnectAsync(limited);
        await other.CallAsync("SubscribeAll");

        async Task CallAsync(int times)
        {
            for (var call = 0; call < times; call++)
            {
                await client.CallAsync("SubscribeAll");
            }
        }
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
