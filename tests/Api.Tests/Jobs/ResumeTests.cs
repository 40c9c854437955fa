using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>Jobs that ended without success go on from their latest checkpoint.</summary>
[Collection(JobsInTurn.Name)]
public sealed class ResumeTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task A_stopped_job_goes_on_for_more_epochs_and_adds_another_version()
    {
        var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Model = SampleSpecs.NewModel() });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.EndAsync(busy.JobId);
        var before = await service.MetricsAsync(stopped.Id);

        var answer = await service.PostAsync($"/api/jobs/{stopped.Id}/resume", new { epochs = 100_000 });

        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body);
        var accepted = answer.Read<Job>();
        Assert.Null(accepted.EndedAt);
        Assert.Equal(stopped.LastSequence, accepted.LastSequence);
        (await service.GetAsync($"/api/jobs/{stopped.Id}/report")).ShouldBeProblem(HttpStatusCode.Conflict);
        await service.UntilAsync(stopped.Id, job => job.LastSequence > stopped.LastSequence);
        await service.PostAsync($"/api/jobs/{stopped.Id}/stop");
        var again = await service.EndAsync(stopped.Id);
        Assert.Equal(JobState.Stopped, again.State);
        Assert.Equal((1, 2), (stopped.Version, again.Version));
        var after = await service.MetricsAsync(stopped.Id);
        Assert.Equal(before.Select(metrics => metrics.Train.Loss), after.Take(before.Count).Select(metrics => metrics.Train.Loss));
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(metrics => metrics.Epoch));
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(metrics => (int)metrics.Sequence));

        // The version of before answers as it did.
        var image = (await Images.TakeAsync(service, 1))[0].Pixels!;
        foreach (var version in new[] { 1, 2 })
        {
            Assert.Equal(HttpStatusCode.OK,
                (await service.PostAsync($"/api/models/{stopped.Model}/versions/{version}/predict", new { instances = new[] { image } })).Status);
        }
    }

    [Fact]
    public async Task A_cross_validation_that_was_stopped_goes_on_with_its_folds()
    {
        var spec = SampleSpecs.Endless with { Model = SampleSpecs.NewModel(), Validation = new ValidationSpec { Folds = 3 } };
        var busy = await BusyDevice.StartAsync(service, spec);
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.EndAsync(busy.JobId);
        var folds = (await service.MetricsAsync(stopped.Id)).Where(metrics => metrics.Fold is not null).ToArray();
        Assert.InRange(stopped.LastSequence, folds.Length + 1, long.MaxValue);

        var accepted = (await service.PostAsync($"/api/jobs/{stopped.Id}/resume")).Read<Job>();

        // The final network is trained anew behind the folds.
        Assert.Equal(folds.Length, accepted.LastSequence);
        await service.UntilAsync(stopped.Id, job => job.LastSequence > folds.Length);
        await service.PostAsync($"/api/jobs/{stopped.Id}/stop");
        await service.EndAsync(stopped.Id);
        var after = await service.MetricsAsync(stopped.Id);
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(metrics => (int)metrics.Sequence));
        Assert.Equal(after.Count, after.Select(metrics => (metrics.Fold, metrics.Epoch)).Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync($"/api/jobs/{stopped.Id}/out-of-fold")).Status);
    }

    [Fact]
    public async Task A_resume_reads_no_weights_of_the_latest_checkpoint()
    {
        var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Model = SampleSpecs.NewModel() });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.EndAsync(busy.JobId);
        foreach (var file in Directory.GetFiles(fixture.Data["checkpoints", stopped.Id.ToString()], "latest-*"))
        {
            await using var latest = File.OpenWrite(file);
            latest.SetLength(latest.Length - 1);
        }

        var accepted = (await service.PostAsync($"/api/jobs/{stopped.Id}/resume")).Read<Job>();

        Assert.Equal(stopped.LastSequence, accepted.LastSequence);
        await service.PostAsync($"/api/jobs/{stopped.Id}/cancel");
        await service.EndAsync(stopped.Id);
    }

    [Fact]
    public async Task A_job_that_was_stopped_in_the_queue_begins()
    {
        Job job;
        await using (await BusyDevice.StartAsync(service))
        {
            job = await service.StartJobAsync(SampleSpecs.Quick);
            await service.PostAsync($"/api/jobs/{job.Id}/stop");
            Assert.Equal(JobState.Stopped, (await service.EndAsync(job.Id)).State);
        }

        Assert.Equal(HttpStatusCode.Accepted, (await service.PostAsync($"/api/jobs/{job.Id}/resume")).Status);

        var ended = await service.EndAsync(job.Id);
        Assert.Equal((JobState.Succeeded, 3L), (ended.State, ended.LastSequence));
    }

    [Fact]
    public async Task Checkpoints_that_cannot_be_written_fail_the_job_and_it_goes_on_when_they_can()
    {
        using var data = new TemporaryFolder();
        await using var own = await Service.StartAsync(data);
        await File.WriteAllTextAsync(data["checkpoints"], "a file where a folder should be", TestContext.Current.CancellationToken);
        var failed = await own.RunJobAsync(SampleSpecs.Quick);
        Assert.Equal(JobState.Failed, failed.State);
        Assert.Contains("The disk may be full, or a folder may be read-only", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(data.Path, failed.Error, StringComparison.Ordinal);
        var told = await own.MetricsAsync(failed.Id);
        Assert.Equal(3, told.Count);
        File.Delete(data["checkpoints"]);

        await own.PostAsync($"/api/jobs/{failed.Id}/resume");

        var ended = await own.EndAsync(failed.Id);
        Assert.Equal((JobState.Succeeded, 3L, 1), (ended.State, ended.LastSequence, ended.Version));
        Assert.Null(ended.Error);
    }

    [Fact]
    public async Task What_cannot_be_resumed_says_why()
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
    public async Task Nonsense_is_refused(string body, string field, string reason)
    {
        var ended = await service.RunJobAsync(SampleSpecs.Quick);

        var problem = (await service.PostAsync($"/api/jobs/{ended.Id}/resume", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(reason, Assert.Single(problem.Errors![field]), StringComparison.Ordinal);
    }
}
