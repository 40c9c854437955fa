using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Routes;

/// <summary>Jobs that ended without success can resume from their latest checkpoint.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class JobResumerTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Stopped_job_resumes_for_more_epochs_and_adds_a_version()
    {
        var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Model = SampleSpecs.CreateModelName() });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.WaitForEndAsync(busy.JobId);
        var before = await service.GetMetricsAsync(stopped.Id);

        var response = await service.PostAsync($"/api/jobs/{stopped.Id}/resume", new { epochs = 100_000 });

        Assert.True(response.Status == HttpStatusCode.Accepted, response.Body);
        var accepted = response.Read<Job>();
        Assert.Null(accepted.EndedAt);
        Assert.Equal(stopped.LastSequence, accepted.LastSequence);
        (await service.GetAsync($"/api/jobs/{stopped.Id}/report")).ShouldBeProblem(HttpStatusCode.Conflict);
        await service.WaitForJobAsync(stopped.Id, job => job.LastSequence > stopped.LastSequence);
        await service.PostAsync($"/api/jobs/{stopped.Id}/stop");
        var again = await service.WaitForEndAsync(stopped.Id);
        Assert.Equal(JobState.Stopped, again.State);
        Assert.Equal((1, 2), (stopped.Version, again.Version));
        var after = await service.GetMetricsAsync(stopped.Id);
        Assert.Equal(before.Select(metrics => metrics.Train.Loss), after.Take(before.Count).Select(metrics => metrics.Train.Loss));
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(metrics => metrics.Epoch));
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(metrics => (int)metrics.Sequence));

        // The older version can still predict.
        var image = (await TestImages.TakeAsync(service, 1))[0].Pixels!;
        foreach (var version in new[] { 1, 2 })
        {
            Assert.Equal(HttpStatusCode.OK,
                (await service.PostAsync($"/api/models/{stopped.Model}/versions/{version}/predict", new { instances = new[] { image } })).Status);
        }
    }

    [Fact]
    public async Task Stopped_cross_validation_resumes_with_its_folds()
    {
        var spec = SampleSpecs.Endless with { Model = SampleSpecs.CreateModelName(), Validation = new ValidationSpec { Folds = 3 } };
        var busy = await BusyDevice.StartAsync(service, spec);
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.WaitForEndAsync(busy.JobId);
        var folds = (await service.GetMetricsAsync(stopped.Id)).Where(metrics => metrics.Fold is not null).ToArray();
        Assert.InRange(stopped.LastSequence, folds.Length + 1, long.MaxValue);

        var accepted = (await service.PostAsync($"/api/jobs/{stopped.Id}/resume")).Read<Job>();

        // The final network is trained again after the folds.
        Assert.Equal(folds.Length, accepted.LastSequence);
        await service.WaitForJobAsync(stopped.Id, job => job.LastSequence > folds.Length);
        await service.PostAsync($"/api/jobs/{stopped.Id}/stop");
        await service.WaitForEndAsync(stopped.Id);
        var after = await service.GetMetricsAsync(stopped.Id);
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(metrics => (int)metrics.Sequence));
        Assert.Equal(after.Count, after.Select(metrics => (metrics.Fold, metrics.Epoch)).Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync($"/api/jobs/{stopped.Id}/out-of-fold")).Status);
    }

    [Fact]
    public async Task A_resume_reads_no_weights_of_the_latest_checkpoint()
    {
        var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Model = SampleSpecs.CreateModelName() });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.WaitForEndAsync(busy.JobId);
        foreach (var file in Directory.GetFiles(fixture.Data["checkpoints", stopped.Id.ToString()], "latest-*"))
        {
            await using var latest = File.OpenWrite(file);
            latest.SetLength(latest.Length - 1);
        }

        var accepted = (await service.PostAsync($"/api/jobs/{stopped.Id}/resume")).Read<Job>();

        Assert.Equal(stopped.LastSequence, accepted.LastSequence);
        await service.PostAsync($"/api/jobs/{stopped.Id}/cancel");
        await service.WaitForEndAsync(stopped.Id);
    }

    [Fact]
    public async Task Job_that_was_stopped_in_the_queue_starts()
    {
        Job job;
        await using (await BusyDevice.StartAsync(service))
        {
            job = await service.StartJobAsync(SampleSpecs.Quick);
            await service.PostAsync($"/api/jobs/{job.Id}/stop");
            Assert.Equal(JobState.Stopped, (await service.WaitForEndAsync(job.Id)).State);
        }

        Assert.Equal(HttpStatusCode.Accepted, (await service.PostAsync($"/api/jobs/{job.Id}/resume")).Status);

        var ended = await service.WaitForEndAsync(job.Id);
        Assert.Equal((JobState.Succeeded, 3L), (ended.State, ended.LastSequence));
    }

    [Fact]
    public async Task Job_that_cannot_write_checkpoints_fails_and_can_resume_later()
    {
        using var data = new TemporaryFolder();
        await using var ownService = await Service.StartAsync(data);
        await File.WriteAllTextAsync(data["checkpoints"], "a file where a folder should be", TestContext.Current.CancellationToken);
        var failed = await ownService.RunJobAsync(SampleSpecs.Quick);
        Assert.Equal(JobState.Failed, failed.State);
        Assert.Contains("The disk may be full, or a folder may be read-only", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(data.Path, failed.Error, StringComparison.Ordinal);
        var reported = await ownService.GetMetricsAsync(failed.Id);
        Assert.Equal(3, reported.Count);
        File.Delete(data["checkpoints"]);

        await ownService.PostAsync($"/api/jobs/{failed.Id}/resume");

        var ended = await ownService.WaitForEndAsync(failed.Id);
        Assert.Equal((JobState.Succeeded, 3L, 1), (ended.State, ended.LastSequence, ended.Version));
        Assert.Null(ended.Error);
    }

    [Fact]
    public async Task Resume_of_a_job_in_another_state_is_rejected()
    {
        var ended = await service.RunJobAsync(SampleSpecs.Quick);

        var problem = (await service.PostAsync($"/api/jobs/{ended.Id}/resume")).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Contains("succeeded; only a stopped, failed or interrupted job can be resumed", problem.Detail, StringComparison.Ordinal);
        (await service.PostAsync($"/api/jobs/{Guid.NewGuid()}/resume")).ShouldBeProblem(HttpStatusCode.NotFound);
        await using var busy = await BusyDevice.StartAsync(service);
        (await service.PostAsync($"/api/jobs/{busy.JobId}/resume")).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{ "epochs": 2 }""", "epochs", "must be between 3 (the job's current setting) and 100000")]
    [InlineData("""{ "epochs": 100001 }""", "epochs", "must be between 3 (the job's current setting) and 100000")]
    [InlineData("""{ "epochs": "many" }""", "epochs", "must be a whole number")]
    [InlineData("""{ "epoch": 4 }""", "epoch", "is not a known field")]
    [InlineData("[]", "$", "must be a JSON object")]
    public async Task Invalid_resume_request_is_rejected(string body, string field, string reason)
    {
        var ended = await service.RunJobAsync(SampleSpecs.Quick);

        var problem = (await service.PostAsync($"/api/jobs/{ended.Id}/resume", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(reason, Assert.Single(problem.Errors![field]), StringComparison.Ordinal);
    }
}
