using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>The scores that a job is known by: of its best epoch so far, and at last of what was kept.</summary>
[Collection(JobsInTurn.Name)]
public sealed class BestTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task A_job_that_has_no_epoch_has_none()
    {
        await using var busy = await BusyDevice.StartAsync(service);

        var queued = await service.StartJobAsync(SampleSpecs.Quick);

        Assert.Null(queued.Best);
        await service.PostAsync($"/api/jobs/{queued.Id}/cancel");
        Assert.Null((await service.JobAsync(queued.Id)).Best);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task While_it_runs_it_is_the_lowest_validation_loss_of_whichever_fold(int? folds)
    {
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Validation = new ValidationSpec { Folds = folds } });

        var job = await service.UntilAsync(busy.JobId, job => job.LastSequence > 20);

        Assert.Equal(Lowest(await service.MetricsAsync(job.Id), job.LastSequence), job.Best);
        var listed = (await service.GetAsync<Page<Job>>("/api/jobs?take=1")).Items[0];
        Assert.Equal(job.Id, listed.Id);
        Assert.True(listed.Best!.Loss <= job.Best!.Loss);
    }

    [Fact]
    public async Task A_job_that_kept_an_epoch_has_its_versions_scores()
    {
        var spec = SampleSpecs.Quick with { Model = SampleSpecs.NewModel(), Validation = new ValidationSpec { Keep = KeptEpoch.Last } };

        var job = await service.RunJobAsync(spec);

        var version = await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/{job.Version}");
        Assert.Equal(version.Validation, job.Best);
        Assert.NotNull(job.Best!.MacroF1);
    }

    [Fact]
    public async Task A_cross_validation_ends_with_the_mean_over_its_folds()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.NewModel(), Validation = new ValidationSpec { Folds = 3 } });

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(report.CrossValidation!.Mean.Validation, job.Best);
        Assert.NotEqual(Lowest(await service.MetricsAsync(job.Id), job.LastSequence), job.Best);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task A_resumed_job_has_that_of_its_epochs_again(int? folds)
    {
        await using var busy = await BusyDevice.StartAsync(
            service, SampleSpecs.Endless with { Model = SampleSpecs.NewModel(), Validation = new ValidationSpec { Folds = folds } });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.EndAsync(busy.JobId);

        var resumed = (await service.PostAsync($"/api/jobs/{stopped.Id}/resume")).Read<Job>();

        Assert.Equal(Lowest(await service.MetricsAsync(resumed.Id), resumed.LastSequence), resumed.Best);
        Assert.NotEqual(stopped.Best, resumed.Best);
    }

    [Fact]
    public async Task A_diverging_job_keeps_the_best_it_had()
    {
        var job = await service.RunJobAsync(SampleSpecs.Diverging);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal(Lowest(await service.MetricsAsync(job.Id), job.LastSequence), job.Best);
    }

    private static Metrics? Lowest(IEnumerable<EpochMetrics> metrics, long last) =>
        metrics.Where(epoch => epoch.Sequence <= last && epoch.Validation is not null)
            .Select(epoch => epoch.Validation).MinBy(scores => scores!.Loss);
}
