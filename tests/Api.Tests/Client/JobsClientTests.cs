using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

[Collection(InTurn.Name)]
public sealed class JobsClientTests(ServiceFixture fixture)
{
    private readonly CancellationToken late = Deadline.Token();

    private readonly JobsClient jobs = fixture.Service.Client.Jobs;

    [Fact]
    public async Task A_job_is_run_watched_to_its_end_and_reported()
    {
        var posted = await jobs.RunAsync(SampleSpecs.Quick, late);
        var epochs = await jobs.WatchAsync(posted.Id, cancellationToken: late).ToListAsync(late);

        var job = await jobs.GetAsync(posted.Id, late);
        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal([1L, 2, 3], epochs.Select(epoch => epoch.Sequence));
        Assert.Equal(Json(await jobs.GetMetricsAsync(job.Id, cancellationToken: late)), Json(epochs));
        Assert.Equal([3L], await jobs.WatchAsync(job.Id, after: 2, late).Select(epoch => epoch.Sequence).ToListAsync(late));
        Assert.Equal(Json([epochs[2] with { Layers = [] }]), Json(await jobs.GetMetricsAsync(job.Id, after: 2, layers: false, late)));
        Assert.Equal(job.Id, (await jobs.GetReportAsync(job.Id, late)).JobId);
        var log = await jobs.GetLogAsync(job.Id, cancellationToken: late);
        Assert.Equal((1L, JobLogLevel.Information), (log[0].Sequence, log[0].Level));
        Assert.Equal(log.Skip(1), await jobs.GetLogAsync(job.Id, after: 1, late));
    }

    [Fact]
    public async Task A_spec_is_previewed()
    {
        var preview = await jobs.PreviewAsync(SampleSpecs.Quick, late);
        var wrong = await jobs.PreviewAsync(SampleSpecs.Quick.Epochs(0), late);

        Assert.Equal(("label", 784, 0), (preview.Spec!.Target, preview.Graph!.Inputs, preview.Errors.Count));
        Assert.Equal(["training.epochs"], wrong.Errors.Keys);
        Assert.Null(wrong.Spec);
    }

    [Fact]
    public async Task A_field_that_is_not_set_gets_the_default_of_its_dataset()
    {
        var unset = (await jobs.RunAsync(new JobSpec { Dataset = "polynomial" }, late)).Spec;
        var set = (await jobs.PreviewAsync(new JobSpec
        {
            Dataset = "polynomial",
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd },
            Training = new TrainingSpec { Epochs = 10, BatchSize = 256 },
        }, late)).Spec!;

        Assert.Equal(
            (OptimizerKind.Adam, 0.003, 50, 64), (unset.Optimizer.Kind, unset.Optimizer.LearningRate, unset.Training.Epochs, unset.Training.BatchSize));
        Assert.Equal(
            (OptimizerKind.Sgd, 0.1, 10, 256), (set.Optimizer.Kind, set.Optimizer.LearningRate, set.Training.Epochs, set.Training.BatchSize));
    }

    [Fact]
    public async Task A_recipe_is_run_as_it_is_or_with_a_patch()
    {
        var plain = await jobs.RunRecipeAsync("glyphs", cancellationToken: late);
        var patched = await jobs.RunRecipeAsync("glyphs", new { model = "patched", training = new { epochs = 2 } }, late);

        var recipe = await fixture.Service.Client.Recipes.GetAsync("glyphs", late);
        Assert.Equal(recipe.Spec.Training.Epochs, plain.Epochs);
        Assert.Equal((2, "patched"), (patched.Epochs, patched.Model));
        Assert.Equal(recipe.Spec.Network.Hidden, patched.Spec.Network.Hidden);
        Assert.Contains(await fixture.Service.Client.Recipes.ListAsync(late), each => each.Name == "glyphs");
        Assert.Equal(JobState.Succeeded, (await jobs.WaitAsync(patched.Id, late)).State);
    }

    [Fact]
    public async Task A_job_is_stopped_resumed_cancelled_and_deleted()
    {
        const int Epochs = 50_000;
        var id = (await jobs.RunAsync(SampleSpecs.Endless.Epochs(Epochs), late)).Id;
        await jobs.WatchAsync(id, cancellationToken: late).FirstAsync(late);

        await jobs.StopAsync(id, late);
        var stopped = await jobs.WaitAsync(id, late);
        var resumed = await jobs.ResumeAsync(id, stopped.Epochs + 1, late);
        await jobs.WatchAsync(id, resumed.LastSequence, late).FirstAsync(late);
        await jobs.CancelAsync(id, late);
        var cancelled = await jobs.WaitAsync(id, late);
        await jobs.DeleteAsync(id, late);

        Assert.Equal((JobState.Stopped, Epochs + 1, JobState.Cancelled), (stopped.State, resumed.Epochs, cancelled.State));
        await Assert.ThrowsAsync<LearnMLException>(() => jobs.GetAsync(id, late));
    }

    [Fact]
    public async Task Jobs_are_listed_by_the_page_and_compared()
    {
        var model = SampleSpecs.NewModel();
        var first = await jobs.RunAsync(SampleSpecs.Quick with { Model = model }, late);
        var second = await jobs.RunAsync(SampleSpecs.Quick.Epochs(2) with { Model = model }, late);
        await jobs.WaitAsync(second.Id, late);

        var page = await jobs.ListAsync(JobState.Succeeded, "glyphs", model, oldestFirst: true, skip: 1, take: 1, late);
        var comparison = await jobs.CompareAsync([first.Id, second.Id], late);

        Assert.Equal((second.Id, 2, 1), (Assert.Single(page.Items).Id, page.Total, page.Skip));
        Assert.Equal([second.Id, first.Id], (await jobs.ListAsync(model: model, cancellationToken: late)).Items.Select(job => job.Id));
        Assert.Equal([first.Id, second.Id], comparison.Jobs.Select(job => job.Id));
        Assert.Contains(comparison.Differences, difference => difference.Path == "training.epochs");
    }

    private static IEnumerable<string> Json(IEnumerable<EpochMetrics> epochs) =>
        epochs.Select(epoch => JsonSerializer.Serialize(epoch, WireFormat.Options));
}
