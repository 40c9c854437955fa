using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Running;

[Collection(JobServiceCollection.Name)]
public sealed class JobStopTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Stopped_job_saves_its_best_epoch_and_can_predict_at_once()
    {
        var model = SampleSpecs.CreateModelName();
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Model = model });

        var response = await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var job = await service.WaitForEndAsync(busy.JobId);

        Assert.Equal(HttpStatusCode.Accepted, response.Status);
        Assert.Matches("^(Stopping|Stopped)$", response.Read<Job>().State.ToString());
        Assert.Equal((JobState.Stopped, 1), (job.State, job.Version));
        var metrics = await service.GetMetricsAsync(job.Id);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(metrics.MinBy(epoch => epoch.Validation!.Loss)!.Epoch, report.Epoch);
        Assert.Equal(1, (await PredictOneAsync(model)).Version);
    }

    [Fact]
    public async Task Stop_takes_effect_within_a_batch_of_the_first_epoch()
    {
        var model = SampleSpecs.CreateModelName();
        var id = (await service.StartJobAsync(SampleSpecs.LongEpochs with { Model = model })).Id;
        await service.WaitForJobAsync(id, job => job.Progress > 0);

        await service.PostAsync($"/api/jobs/{id}/stop");
        var job = await service.WaitForEndAsync(id);

        Assert.Equal((JobState.Stopped, 1, 1L), (job.State, job.Epoch, job.LastSequence));
        Assert.True(job.Progress < 0.5, $"The first epoch was not interrupted: progress {job.Progress}.");
        Assert.Single((await PredictOneAsync(model)).Predictions);
    }

    [Fact]
    public async Task Stopped_queued_job_ends_without_a_model()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        var queued = await service.StartJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });

        var response = await service.PostAsync($"/api/jobs/{queued.Id}/stop");

        var job = response.Read<Job>();
        Assert.Equal((JobState.Stopped, 0), (job.State, job.Epoch));
        Assert.NotNull(job.EndedAt);
        Assert.Null(job.Version);
        (await service.GetAsync($"/api/models/{job.Model}")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/jobs/{job.Id}/report")).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Stopping_job_can_be_stopped_again_or_cancelled()
    {
        var id = (await service.StartJobAsync(SampleSpecs.LongEpochs with { Model = SampleSpecs.CreateModelName() })).Id;
        await service.WaitForJobAsync(id, job => job.Progress > 0);

        Assert.Equal(JobState.Stopping, (await service.PostAsync($"/api/jobs/{id}/stop")).Read<Job>().State);
        Assert.Equal(HttpStatusCode.Accepted, (await service.PostAsync($"/api/jobs/{id}/stop")).Status);
        Assert.Equal(JobState.Cancelled, (await service.PostAsync($"/api/jobs/{id}/cancel")).Read<Job>().State);

        // The next job starts when this one has released the device.
        await service.RunJobAsync(SampleSpecs.Quick);
        var job = await service.GetJobAsync(id);
        Assert.Equal(JobState.Cancelled, job.State);
        Assert.Null(job.Version);
    }

    private async Task<PredictionResponse> PredictOneAsync(string model) =>
        await service.PredictAsync(model, (await TestImages.TakeAsync(service, 1))[0].Pixels!);
}
