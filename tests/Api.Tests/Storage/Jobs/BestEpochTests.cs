using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage.Jobs;

/// <summary>The best scores of a job: of its best epoch while it runs, then of its model version.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class BestEpochTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Job_without_an_epoch_has_no_best_scores()
    {
        await using var busy = await BusyDevice.StartAsync(service);

        var queued = await service.StartJobAsync(SampleSpecs.Quick);

        Assert.Null(queued.Best);
        await service.PostAsync($"/api/jobs/{queued.Id}/cancel");
        Assert.Null((await service.GetJobAsync(queued.Id)).Best);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task Running_job_has_the_scores_of_the_lowest_validation_loss_of_any_fold(int? folds)
    {
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Validation = new ValidationSpec { Folds = folds } });

        var job = await service.WaitForJobAsync(busy.JobId, job => job.LastSequence > 20);

        Assert.Equal(FindLowestLoss(await service.GetMetricsAsync(job.Id), job.LastSequence), job.Best);
        var listed = (await service.GetAsync<Page<Job>>("/api/jobs?take=1")).Items[0];
        Assert.Equal(job.Id, listed.Id);
        Assert.True(listed.Best!.Loss <= job.Best!.Loss);
    }

    [Fact]
    public async Task Ended_job_has_the_scores_of_its_version()
    {
        var spec = SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName(), Validation = new ValidationSpec { Keep = KeptEpoch.Last } };

        var job = await service.RunJobAsync(spec);

        var version = await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/{job.Version}");
        Assert.Equal(version.Validation, job.Best);
        Assert.NotNull(job.Best!.MacroF1);
    }

    [Fact]
    public async Task Cross_validation_has_one_score_everywhere_the_pooled_one()
    {
        var job = await service.RunJobAsync(
            SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName(), Validation = new ValidationSpec { Folds = 3 } });

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        var version = await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/{job.Version}");
        var listed = (await service.GetAsync<Page<Job>>("/api/jobs?take=100")).Items.Single(each => each.Id == job.Id);
        Assert.Equal(report.CrossValidation!.Pooled, report.Validation);
        Assert.Equal(report.Validation, job.Best);
        Assert.Equal(report.Validation, listed.Best);
        Assert.Equal(report.Validation, version.Validation);
        Assert.NotEqual(FindLowestLoss(await service.GetMetricsAsync(job.Id), job.LastSequence), job.Best);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task Resumed_job_has_the_best_scores_of_its_epochs(int? folds)
    {
        await using var busy = await BusyDevice.StartAsync(
            service, SampleSpecs.Endless with { Model = SampleSpecs.CreateModelName(), Validation = new ValidationSpec { Folds = folds } });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.WaitForEndAsync(busy.JobId);

        var resumed = (await service.PostAsync($"/api/jobs/{stopped.Id}/resume")).Read<Job>();

        Assert.Equal(FindLowestLoss(await service.GetMetricsAsync(resumed.Id), resumed.LastSequence), resumed.Best);
        Assert.NotEqual(stopped.Best, resumed.Best);
    }

    [Fact]
    public async Task Diverged_job_keeps_its_best_scores()
    {
        var job = await service.RunJobAsync(SampleSpecs.Diverging);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal(FindLowestLoss(await service.GetMetricsAsync(job.Id), job.LastSequence), job.Best);
    }

    private static Metrics? FindLowestLoss(IEnumerable<EpochMetrics> metrics, long last) =>
        metrics.Where(epoch => epoch.Sequence <= last && epoch.Validation is not null)
            .Select(epoch => epoch.Validation).MinBy(scores => scores!.Loss);
}
