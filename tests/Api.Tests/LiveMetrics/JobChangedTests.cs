using System.Collections.Concurrent;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.LiveMetrics;

public sealed class JobChangedTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private readonly Service service = fixture.Service;
    private readonly ConcurrentQueue<Job> told = new();

    [Fact]
    public async Task Who_subscribes_to_all_jobs_is_told_of_each()
    {
        await using var client = await SubscriberAsync();
        await client.CallAsync("SubscribeAll");

        var first = await service.RunJobAsync(SampleSpecs.Quick);
        var second = await service.RunJobAsync(SampleSpecs.Quick);

        await ToldOfAsync(first.Id, JobState.Succeeded);
        await ToldOfAsync(second.Id, JobState.Succeeded);
    }

    [Fact]
    public async Task Who_subscribes_to_a_job_is_told_of_that_one_only()
    {
        await using var client = await SubscriberAsync();
        Guid mine;
        await using (await BusyDevice.StartAsync(service))
        {
            mine = (await service.StartJobAsync(SampleSpecs.Quick)).Id;
            await client.CallAsync("Subscribe", mine);
        }

        await service.RunJobAsync(SampleSpecs.Quick);

        await ToldOfAsync(mine, JobState.Succeeded);
        Assert.All(told, job => Assert.Equal(mine, job.Id));
    }

    [Fact]
    public async Task A_change_tells_the_whole_job_as_it_is_stored()
    {
        await using var client = await SubscriberAsync();
        await client.CallAsync("SubscribeAll");

        var job = await service.RunJobAsync(SampleSpecs.Quick);

        await ToldOfAsync(job.Id, JobState.Succeeded);
        var last = told.Last(change => change.Id == job.Id);
        Assert.Equal(
            (job.Progress, job.Epoch, job.LastSequence, job.Version, job.EndedAt, job.Best),
            (last.Progress, last.Epoch, last.LastSequence, last.Version, last.EndedAt, last.Best));
        Assert.NotNull(last.Best);
    }

    [Fact]
    public async Task Who_unsubscribes_is_told_no_more()
    {
        await using var left = await SubscriberAsync();
        await left.CallAsync("SubscribeAll");
        await left.CallAsync("UnsubscribeAll");
        await using var stays = await LiveClient.ConnectAsync(service);
        var seen = new ConcurrentQueue<Job>();
        stays.OnJobChanged(seen.Enqueue);
        await stays.CallAsync("SubscribeAll");

        var job = await service.RunJobAsync(SampleSpecs.Quick);

        await Deadline.UntilAsync(() => seen.Any(change => change.Id == job.Id && change.State == JobState.Succeeded));
        Assert.Empty(told);
    }

    [Theory]
    [InlineData("stop", JobState.Stopped)]
    [InlineData("cancel", JobState.Cancelled)]
    public async Task A_request_to_end_a_job_is_told(string command, JobState state)
    {
        await using var client = await SubscriberAsync();
        await using var busy = await BusyDevice.StartAsync(service);
        await client.CallAsync("Subscribe", busy.JobId);

        await service.PostAsync($"/api/jobs/{busy.JobId}/{command}");

        await ToldOfAsync(busy.JobId, state);
    }

    private async Task<LiveClient> SubscriberAsync()
    {
        var client = await LiveClient.ConnectAsync(service);
        client.OnJobChanged(told.Enqueue);
        return client;
    }

    private Task ToldOfAsync(Guid id, JobState state) => Deadline.UntilAsync(() => told.Any(job => job.Id == id && job.State == state));
}
