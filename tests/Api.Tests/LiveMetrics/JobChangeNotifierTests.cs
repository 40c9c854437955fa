using System.Collections.Concurrent;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.LiveMetrics;

public sealed class JobChangeNotifierTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private readonly Service service = fixture.Service;
    private readonly ConcurrentQueue<Job> receivedJobs = new();

    [Fact]
    public async Task Subscriber_to_all_jobs_receives_every_job()
    {
        await using var client = await ConnectSubscriberAsync();
        await client.CallAsync("SubscribeAll");

        var first = await service.RunJobAsync(SampleSpecs.Quick);
        var second = await service.RunJobAsync(SampleSpecs.Quick);

        await WaitForChangeAsync(first.Id, JobState.Succeeded);
        await WaitForChangeAsync(second.Id, JobState.Succeeded);
    }

    [Fact]
    public async Task Subscriber_to_one_job_receives_only_that_job()
    {
        await using var client = await ConnectSubscriberAsync();
        Guid subscribedId;
        await using (await BusyDevice.StartAsync(service))
        {
            subscribedId = (await service.StartJobAsync(SampleSpecs.Quick)).Id;
            await client.CallAsync("Subscribe", subscribedId);
        }

        await service.RunJobAsync(SampleSpecs.Quick);

        await WaitForChangeAsync(subscribedId, JobState.Succeeded);
        Assert.All(receivedJobs, job => Assert.Equal(subscribedId, job.Id));
    }

    [Fact]
    public async Task Changed_labels_are_sent()
    {
        await using var client = await ConnectSubscriberAsync();
        await client.CallAsync("SubscribeAll");
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        await service.Client.Jobs.UpdateAsync(job.Id, new JobLabels { Name = "Sent", Tags = ["a", "b"] }, TestContext.Current.CancellationToken);

        await Deadline.UntilAsync(() => receivedJobs.Any(change => change is { Name: "Sent", Tags: ["a", "b"] } && change.Id == job.Id));
    }

    [Fact]
    public async Task Notification_has_the_whole_stored_job()
    {
        await using var client = await ConnectSubscriberAsync();
        await client.CallAsync("SubscribeAll");

        var job = await service.RunJobAsync(SampleSpecs.Quick);

        await WaitForChangeAsync(job.Id, JobState.Succeeded);
        var last = receivedJobs.Last(change => change.Id == job.Id);
        Assert.Equal(
            (job.Progress, job.Epoch, job.LastSequence, job.Version, job.EndedAt, job.Best),
            (last.Progress, last.Epoch, last.LastSequence, last.Version, last.EndedAt, last.Best));
        Assert.NotNull(last.Best);
    }

    [Fact]
    public async Task Client_receives_nothing_after_unsubscribing()
    {
        await using var unsubscribed = await ConnectSubscriberAsync();
        await unsubscribed.CallAsync("SubscribeAll");
        await unsubscribed.CallAsync("UnsubscribeAll");
        await using var subscribed = await HubClient.ConnectAsync(service);
        var seen = new ConcurrentQueue<Job>();
        subscribed.OnJobChanged(seen.Enqueue);
        await subscribed.CallAsync("SubscribeAll");

        var job = await service.RunJobAsync(SampleSpecs.Quick);

        await Deadline.UntilAsync(() => seen.Any(change => change.Id == job.Id && change.State == JobState.Succeeded));
        Assert.Empty(receivedJobs);
    }

    [Theory]
    [InlineData("stop", JobState.Stopped)]
    [InlineData("cancel", JobState.Cancelled)]
    public async Task Subscriber_is_notified_of_a_stop_or_cancellation(string command, JobState state)
    {
        await using var client = await ConnectSubscriberAsync();
        await using var busy = await BusyDevice.StartAsync(service);
        await client.CallAsync("Subscribe", busy.JobId);

        await service.PostAsync($"/api/jobs/{busy.JobId}/{command}");

        await WaitForChangeAsync(busy.JobId, state);
    }

    private async Task<HubClient> ConnectSubscriberAsync()
    {
        var client = await HubClient.ConnectAsync(service);
        client.OnJobChanged(receivedJobs.Enqueue);
        return client;
    }

    private Task WaitForChangeAsync(Guid id, JobState state) =>
        Deadline.UntilAsync(() => receivedJobs.Any(job => job.Id == id && job.State == state));
}
