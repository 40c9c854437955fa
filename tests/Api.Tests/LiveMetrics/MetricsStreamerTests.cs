using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Tests.LiveMetrics;

public sealed class MetricsStreamerTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const int WatcherCount = 50;

    private static readonly JobSpec Spec = SampleSpecs.Quick with { Training = SampleSpecs.Quick.Training with { Epochs = 40 } };

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Watchers_that_join_at_any_time_get_every_epoch_once_in_order()
    {
        await using var client = await HubClient.ConnectAsync(service);
        await using var lateClient = await HubClient.ConnectAsync(service);
        Guid id;
        Task<IReadOnlyList<EpochMetrics>> before;
        await using (await BusyDevice.StartAsync(service))
        {
            id = (await service.StartJobAsync(Spec)).Id;
            before = client.WatchAsync(id);
        }

        await service.WaitForJobAsync(id, job => job.Epoch >= 5);
        var during = await Task.WhenAll(lateClient.WatchAsync(id), client.WatchAsync(id), lateClient.WatchAsync(id, afterSequence: 3));
        await service.WaitForEndAsync(id);
        var after = await lateClient.WatchAsync(id);

        AssertSequences(1, 40, await before);
        AssertSequences(1, 40, during[0]);
        AssertSequences(1, 40, during[1]);
        AssertSequences(4, 40, during[2]);
        Assert.Equal(ToJson(await service.GetMetricsAsync(id)), ToJson(after));
        Assert.Equal(ToJson(after), ToJson(await before));
    }

    [Fact]
    public async Task Watchers_receive_epochs_while_the_job_runs()
    {
        await using var client = await HubClient.ConnectAsync(service);
        await using var busy = await BusyDevice.StartAsync(service);

        var five = await client.Stream(busy.JobId).Take(5).ToListAsync(TestContext.Current.CancellationToken);

        AssertSequences(1, 5, five);
        Assert.Equal(JobState.Running, (await service.GetJobAsync(busy.JobId)).State);
    }

    [Theory]
    [InlineData("stop", JobState.Stopped)]
    [InlineData("cancel", JobState.Cancelled)]
    public async Task Watch_completes_when_its_running_job_is_ended(string command, JobState state)
    {
        await using var client = await HubClient.ConnectAsync(service);
        await using var busy = await BusyDevice.StartAsync(service);
        var watch = client.WatchAsync(busy.JobId);

        await service.PostAsync($"/api/jobs/{busy.JobId}/{command}");

        var seen = await watch;
        var job = await service.WaitForEndAsync(busy.JobId);
        Assert.Equal(state, job.State);
        AssertSequences(1, job.LastSequence, seen);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("cancel")]
    public async Task Watch_completes_when_its_queued_job_is_ended(string command)
    {
        await using var client = await HubClient.ConnectAsync(service);
        await using var busy = await BusyDevice.StartAsync(service);
        var queued = await service.StartJobAsync(SampleSpecs.Quick);
        var watch = client.WatchAsync(queued.Id);

        await service.PostAsync($"/api/jobs/{queued.Id}/{command}");

        Assert.Empty(await watch);
    }

    [Fact]
    public async Task Watch_completes_when_its_job_fails()
    {
        await using var client = await HubClient.ConnectAsync(service);
        Guid id;
        Task<IReadOnlyList<EpochMetrics>> watch;
        await using (await BusyDevice.StartAsync(service))
        {
            id = (await service.StartJobAsync(SampleSpecs.Diverging)).Id;
            watch = client.WatchAsync(id);
        }

        var seen = await watch;

        Assert.Equal(JobState.Failed, (await service.WaitForEndAsync(id)).State);
        Assert.NotEmpty(seen);
        Assert.Equal(ToJson(await service.GetMetricsAsync(id)), ToJson(seen));
    }

    [Fact]
    public async Task Watch_after_the_last_epoch_is_empty()
    {
        await using var client = await HubClient.ConnectAsync(service);
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        Assert.Empty(await client.WatchAsync(job.Id, afterSequence: 3));
        Assert.Empty(await client.WatchAsync(job.Id, afterSequence: 1000));
    }

    [Fact]
    public async Task Watch_of_an_unknown_job_is_rejected_with_its_id()
    {
        await using var client = await HubClient.ConnectAsync(service);
        var id = Guid.NewGuid();

        var error = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync(id));

        Assert.Contains($"There is no job '{id}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watcher_continues_after_a_lost_connection()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        IReadOnlyList<EpochMetrics> first;
        await using (var client = await HubClient.ConnectAsync(service))
        {
            first = await client.Stream(busy.JobId).Take(3).ToListAsync(TestContext.Current.CancellationToken);
        }

        await using var again = await HubClient.ConnectAsync(service);
        var second = await again.Stream(busy.JobId, first[^1].Sequence).Take(3).ToListAsync(TestContext.Current.CancellationToken);

        AssertSequences(1, 6, [.. first, .. second]);
    }

    [Fact]
    public async Task Many_watchers_get_every_epoch()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, WatcherCount).Select(_ => HubClient.ConnectAsync(service)));
        var id = (await service.StartJobAsync(Spec)).Id;

        var seen = await Task.WhenAll(clients.Select(client => client.WatchAsync(id)));

        Assert.All(seen, metrics => AssertSequences(1, 40, metrics));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    private static void AssertSequences(long first, long last, IReadOnlyList<EpochMetrics> seen) =>
        Assert.Equal(Enumerable.Range((int)first, (int)(last - first + 1)).Select(sequence => (long)sequence),
            seen.Select(metrics => metrics.Sequence));

    private static IEnumerable<string> ToJson(IEnumerable<EpochMetrics> epochs) =>
        epochs.Select(epoch => JsonSerializer.Serialize(epoch, WireFormat.Options));
}
