using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Routes;

[Collection(JobServiceCollection.Name)]
public sealed class EndedJobTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("stop")]
    [InlineData("cancel")]
    public async Task Ended_job_cannot_be_stopped_or_cancelled(string command)
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        var problem = (await service.PostAsync($"/api/jobs/{job.Id}/{command}")).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Contains("succeeded", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(JobState.Succeeded, (await service.GetJobAsync(job.Id)).State);
    }

    [Fact]
    public async Task Only_an_ended_job_can_be_deleted()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        var queued = await service.StartJobAsync(SampleSpecs.Quick);

        (await service.DeleteAsync($"/api/jobs/{busy.JobId}")).ShouldBeProblem(HttpStatusCode.Conflict);
        (await service.DeleteAsync($"/api/jobs/{queued.Id}")).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Equal(JobState.Running, (await service.GetJobAsync(busy.JobId)).State);
        await service.PostAsync($"/api/jobs/{queued.Id}/cancel");
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/jobs/{queued.Id}")).Status);
    }

    [Fact]
    public async Task Deleting_a_job_removes_its_metrics_log_and_report_but_not_its_model()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });
        var image = (await TestImages.TakeAsync(service, 1))[0].Pixels!;
        var before = await service.PredictAsync(job.Model, image);

        var response = await service.DeleteAsync($"/api/jobs/{job.Id}");

        Assert.Equal(HttpStatusCode.NoContent, response.Status);
        (await service.GetAsync($"/api/jobs/{job.Id}")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/jobs/{job.Id}/metrics")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/jobs/{job.Id}/log")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/jobs/{job.Id}/report")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.DeleteAsync($"/api/jobs/{job.Id}")).ShouldBeProblem(HttpStatusCode.NotFound);
        Assert.Equal(job.Id, (await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/1")).JobId);
        Assert.Equal(before.Predictions[0].Probabilities, (await service.PredictAsync(job.Model, image)).Predictions[0].Probabilities);
    }
}
