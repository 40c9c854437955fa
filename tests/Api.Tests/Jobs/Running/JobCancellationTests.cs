using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Running;

[Collection(JobServiceCollection.Name)]
public sealed class JobCancellationTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Cancelled_job_leaves_metrics_but_no_model_and_no_checkpoint()
    {
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Model = SampleSpecs.CreateModelName() });
        var checkpoint = fixture.Data["checkpoints", busy.JobId.ToString()];

        var response = await service.PostAsync($"/api/jobs/{busy.JobId}/cancel");

        Assert.Equal(HttpStatusCode.Accepted, response.Status);
        var job = response.Read<Job>();
        Assert.Equal(JobState.Cancelled, job.State);
        Assert.NotNull(job.EndedAt);
        await Deadline.UntilAsync(() => !Directory.Exists(checkpoint));
        (await service.GetAsync($"/api/models/{job.Model}")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/jobs/{job.Id}/report")).ShouldBeProblem(HttpStatusCode.Conflict);
        Assert.Equal(job.LastSequence, (await service.GetMetricsAsync(job.Id)).Count);
    }

    [Fact]
    public async Task Cancellation_frees_the_device_within_a_batch()
    {
        var id = (await service.StartJobAsync(SampleSpecs.LongEpochs)).Id;
        await service.WaitForJobAsync(id, job => job.Progress > 0);

        await service.PostAsync($"/api/jobs/{id}/cancel");
        var next = await service.RunJobAsync(SampleSpecs.Quick);

        var cancelled = await service.GetJobAsync(id);
        Assert.Equal((JobState.Cancelled, 0, 0L), (cancelled.State, cancelled.Epoch, cancelled.LastSequence));
        Assert.InRange(next.StartedAt!.Value - cancelled.EndedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.False(Directory.Exists(fixture.Data["checkpoints", id.ToString()]));
    }

    [Fact]
    public async Task Cancelled_queued_job_never_runs()
    {
        Guid queued;
        await using (await BusyDevice.StartAsync(service))
        {
            queued = (await service.StartJobAsync(SampleSpecs.Quick)).Id;
            Assert.Equal(JobState.Cancelled, (await service.PostAsync($"/api/jobs/{queued}/cancel")).Read<Job>().State);
        }

        // A later job has run, so the cancelled one was skipped.
        await service.RunJobAsync(SampleSpecs.Quick);
        var job = await service.GetJobAsync(queued);
        Assert.Equal((JobState.Cancelled, 0L), (job.State, job.LastSequence));
        Assert.Null(job.StartedAt);
    }

    [Fact]
    public async Task Next_job_moves_up_when_a_queued_job_is_cancelled()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        var first = await service.StartJobAsync(SampleSpecs.Quick);
        var second = await service.StartJobAsync(SampleSpecs.Quick);
        Assert.Equal(2, second.QueuePosition);

        await service.PostAsync($"/api/jobs/{first.Id}/cancel");

        Assert.Equal(1, (await service.GetJobAsync(second.Id)).QueuePosition);
        await service.PostAsync($"/api/jobs/{second.Id}/cancel");
    }
}
