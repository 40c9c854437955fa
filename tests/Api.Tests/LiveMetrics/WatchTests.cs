using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Tests.LiveMetrics;

public sealed class WatchTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const int Crowd = 50;

    private static readonly JobSpec Spec = SampleSpecs.Quick with { Training = SampleSpecs.Quick.Training with { Epochs = 40 } };

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Watchers_of_any_moment_get_every_epoch_once_and_in_order()
    {
        await using var client = await LiveClient.ConnectAsync(service);
        await using var late = await LiveClient.ConnectAsync(service);
        Guid id;
        Task<IReadOnlyList<EpochMetrics>> before;
        await using (await BusyDevice.StartAsync(service))
        {
            id = (await service.StartJobAsync(Spec)).Id;
            before = client.WatchAsync(id);
        }

        await service.UntilAsync(id, job => job.Epoch >= 5);
        var during = await Task.WhenAll(late.WatchAsync(id), client.WatchAsync(id), late.WatchAsync(id, afterSequence: 3));
        await service.EndAsync(id);
        var after = await late.WatchAsync(id);

        AssertSequences(1, 40, await before);
        AssertSequences(1, 40, during[0]);
        AssertSequences(1, 40, during[1]);
        AssertSequences(4, 40, during[2]);
        Assert.Equal(Json(await service.MetricsAsync(id)), Json(after));
        Assert.Equal(Json(after), Json(await before));
    }

    [Fact]
    public async Task An_epoch_reaches_its_watchers_while_the_job_runs()
    {
        await using var client = await LiveClient.ConnectAsync(service);
        await using var busy = await BusyDevice.StartAsync(service);

        var five = await client.Stream(busy.JobId).Take(5).ToListAsync(TestContext.Current.CancellationToken);

        AssertSequences(1, 5, five);
        Assert.Equal(JobState.Running, (await service.JobAsync(busy.JobId)).State);
    }

    [Theory]
    [InlineData("stop", JobState.Stopped)]
    [InlineData("cancel", JobState.Cancelled)]
    public async Task A_watch_completes_when_its_running_job_is_ended(string command, JobState state)
    {
        await using var client = await LiveClient.ConnectAsync(service);
        await using var busy = await BusyDevice.StartAsync(service);
        var watch = client.WatchAsync(busy.JobId);

        await service.PostAsync($"/api/jobs/{busy.JobId}/{command}");

        var seen = await watch;
        var job = await service.EndAsync(busy.JobId);
        Assert.Equal(state, job.State);
        AssertSequences(1, job.LastSequence, seen);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("cancel")]
    public async Task A_watch_completes_when_its_queued_job_is_ended(string command)
    {
        await using var client = await LiveClient.ConnectAsync(service);
        await using var busy = await BusyDevice.StartAsync(service);
        var queued = await service.StartJobAsync(SampleSpecs.Quick);
        var watch = client.WatchAsync(queued.Id);

        await service.PostAsync($"/api/jobs/{queued.Id}/{command}");

        Assert.Empty(await watch);
    }

    [Fact]
    public async Task A_watch_completes_when_its_job_fails()
    {
        await using var client = await LiveClient.ConnectAsync(service);
        Guid id;
        Task<IReadOnlyList<EpochMetrics>> watch;
        await using (await BusyDevice.StartAsync(service))
        {
            id = (await service.StartJobAsync(SampleSpecs.Diverging)).Id;
            watch = client.WatchAsync(id);
        }

        var seen = await watch;

        Assert.Equal(JobState.Failed, (await service.EndAsync(id)).State);
        Assert.NotEmpty(seen);
        Assert.Equal(Json(await service.MetricsAsync(id)), Json(seen));
    }

    [Fact]
    public async Task A_watch_from_beyond_the_end_is_empty()
    {
        await using var client = await LiveClient.ConnectAsync(service);
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        Assert.Empty(await client.WatchAsync(job.Id, afterSequence: 3));
        Assert.Empty(await client.WatchAsync(job.Id, afterSequence: 1000));
    }

    [Fact]
    public async Task A_watch_of_a_job_that_is_not_there_is_refused_with_its_id()
    {
        await using var client = await LiveClient.ConnectAsync(service);
        var id = Guid.NewGuid();

        var refusal = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync(id));

        Assert.Contains($"There is no job '{id}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watcher_that_lost_its_connection_goes_on_where_it_was()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        IReadOnlyList<EpochMetrics> first;
        await using (var client = await LiveClient.ConnectAsync(service))
        {
            first = await client.Stream(busy.JobId).Take(3).ToListAsync(TestContext.Current.CancellationToken);
        }

        await using var again = await LiveClient.ConnectAsync(service);
        var second = await again.Stream(busy.JobId, first[^1].Sequence).Take(3).ToListAsync(TestContext.Current.CancellationToken);

        AssertSequences(1, 6, [.. first, .. second]);
    }

    [Fact]
    public async Task A_crowd_of_watchers_gets_every_epoch()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => LiveClient.ConnectAsync(service)));
        var id = (await service.StartJobAsync(Spec)).Id;

        var seen = await Task.WhenAll(clients.Select(client => client.WatchAsync(id)));

        Assert.All(seen, metrics => AssertSequences(1, 40, metrics));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    private static void AssertSequences(long first, long last, IReadOnlyList<EpochMetrics> seen) =>
        Assert.Equal(Enumerable.Range((int)first, (int)(last - first + 1)).Select(sequence => (long)sequence),
            seen.Select(metrics => metrics.Sequence));

    private static IEnumerable<string> Json(IEnumerable<EpochMetrics> epochs) =>
        epochs.Select(epoch => JsonSerializer.Serialize(epoch, WireFormat.Options));
}
