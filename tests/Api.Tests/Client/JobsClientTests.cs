using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

[Collection(SharedServiceCollection.Name)]
public sealed class JobsClientTests(ServiceFixture fixture)
{
    private readonly CancellationToken cancellationToken = Deadline.Token();

    private readonly JobsClient jobs = fixture.Service.Client.Jobs;

    [Fact]
    public async Task Client_runs_and_watches_a_job_and_reads_its_report()
    {
        var posted = await jobs.RunAsync(SampleSpecs.Quick, cancellationToken);
        var epochs = await jobs.WatchAsync(posted.Id, cancellationToken: cancellationToken).ToListAsync(cancellationToken);

        var job = await jobs.GetAsync(posted.Id, cancellationToken);
        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal([1L, 2, 3], epochs.Select(epoch => epoch.Sequence));
        Assert.Equal(ToJson(await jobs.GetMetricsAsync(job.Id, cancellationToken: cancellationToken)), ToJson(epochs));
        Assert.Equal([3L], await jobs.WatchAsync(job.Id, after: 2, cancellationToken).Select(epoch => epoch.Sequence).ToListAsync(cancellationToken));
        Assert.Equal(ToJson([epochs[2] with { Layers = [] }]),
            ToJson(await jobs.GetMetricsAsync(job.Id, after: 2, layers: false, cancellationToken: cancellationToken)));
        Assert.Equal(job.Id, (await jobs.GetReportAsync(job.Id, cancellationToken)).JobId);
        var log = await jobs.GetLogAsync(job.Id, cancellationToken: cancellationToken);
        Assert.Equal((1L, JobLogLevel.Information), (log[0].Sequence, log[0].Level));
        Assert.Equal(log.Skip(1), await jobs.GetLogAsync(job.Id, after: 1, cancellationToken));
    }

    [Fact]
    public async Task Client_labels_a_job_and_finds_it()
    {
        var project = Guid.NewGuid().ToString("n");
        var posted = await jobs.RunAsync(SampleSpecs.Quick, new JobLabels { Name = "First", Tags = ["a"], Project = project }, cancellationToken);
        var changed = await jobs.UpdateAsync(posted.Id, new JobLabels { Name = "Second", Project = project, Starred = true }, cancellationToken);
        var search = new JobSearch { Filter = $"project:{project} starred:true", Text = "second", Sort = "optimizer.learningRate", Take = 1 };

        Assert.Equal(("Second", true, 0), (changed.Name, changed.Starred, changed.Tags.Count));
        Assert.Equal([posted.Id], (await jobs.ListAsync(search, cancellationToken)).Items.Select(job => job.Id));
        Assert.Equal([posted.Id], await jobs.ListAllAsync(search, cancellationToken).Select(job => job.Id).ToListAsync(cancellationToken));
        var error = await Assert.ThrowsAsync<LearnMLException>(() => jobs.ListAsync(search with { Filter = "lr<1" }, cancellationToken));
        Assert.Equal(["filter"], error.Errors.Keys);
    }

    [Fact]
    public async Task Client_previews_a_spec()
    {
        var preview = await jobs.PreviewAsync(SampleSpecs.Quick, cancellationToken);
        var invalid = await jobs.PreviewAsync(SampleSpecs.Quick.WithEpochs(0), cancellationToken);

        Assert.Equal(("label", 784, 0), (preview.Spec!.Target, preview.Graph!.Inputs, preview.Errors.Count));
        Assert.Equal(["training.epochs"], invalid.Errors.Keys);
        Assert.Null(invalid.Spec);
    }

    [Fact]
    public async Task Unset_fields_get_the_defaults_of_the_dataset()
    {
        var unset = (await jobs.RunAsync(new JobSpec { Dataset = "polynomial" }, cancellationToken)).Spec;
        var set = (await jobs.PreviewAsync(new JobSpec
        {
            Dataset = "polynomial",
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd },
            Training = new TrainingSpec { Epochs = 10, BatchSize = 256 },
        }, cancellationToken)).Spec!;

        Assert.Equal(
            (OptimizerKind.Adam, 0.003, 50, 64),
            (unset.Optimizer.Kind, unset.Optimizer.LearningRate, unset.Training.Epochs, unset.Training.BatchSize));
        Assert.Equal(
            (OptimizerKind.Sgd, 0.1, 10, 256), (set.Optimizer.Kind, set.Optimizer.LearningRate, set.Training.Epochs, set.Training.BatchSize));
    }

    [Fact]
    public async Task Client_runs_a_recipe_with_and_without_a_patch()
    {
        var plain = await jobs.RunRecipeAsync("glyphs", cancellationToken: cancellationToken);
        var patched = await jobs.RunRecipeAsync("glyphs", new { model = "patched", training = new { epochs = 2 } }, cancellationToken);

        var recipe = await fixture.Service.Client.Recipes.GetAsync("glyphs", cancellationToken);
        Assert.Equal(recipe.Spec.Training.Epochs, plain.Epochs);
        Assert.Equal((2, "patched"), (patched.Epochs, patched.Model));
        Assert.Equal(recipe.Spec.Network.Hidden, patched.Spec.Network.Hidden);
        Assert.Contains(await fixture.Service.Client.Recipes.ListAsync(cancellationToken), listed => listed.Name == "glyphs");
        Assert.Equal(JobState.Succeeded, (await jobs.WaitAsync(patched.Id, cancellationToken)).State);
    }

    [Fact]
    public async Task Client_stops_resumes_cancels_and_deletes_a_job()
    {
        const int Epochs = 50_000;
        var id = (await jobs.RunAsync(SampleSpecs.Endless.WithEpochs(Epochs), cancellationToken)).Id;
        await jobs.WatchAsync(id, cancellationToken: cancellationToken).FirstAsync(cancellationToken);

        await jobs.StopAsync(id, cancellationToken);
        var stopped = await jobs.WaitAsync(id, cancellationToken);
        var resumed = await jobs.ResumeAsync(id, stopped.Epochs + 1, cancellationToken);
        await jobs.WatchAsync(id, resumed.LastSequence, cancellationToken).FirstAsync(cancellationToken);
        await jobs.CancelAsync(id, cancellationToken);
        var cancelled = await jobs.WaitAsync(id, cancellationToken);
        await jobs.DeleteAsync(id, cancellationToken);

        Assert.Equal((JobState.Stopped, Epochs + 1, JobState.Cancelled), (stopped.State, resumed.Epochs, cancelled.State));
        await Assert.ThrowsAsync<LearnMLException>(() => jobs.GetAsync(id, cancellationToken));
    }

    [Fact]
    public async Task Client_lists_jobs_in_pages_and_compares_them()
    {
        var model = SampleSpecs.CreateModelName();
        var first = await jobs.RunAsync(SampleSpecs.Quick with { Model = model }, cancellationToken);
        var second = await jobs.RunAsync(SampleSpecs.Quick.WithEpochs(2) with { Model = model }, cancellationToken);
        await jobs.WaitAsync(second.Id, cancellationToken);

        var page = await jobs.ListAsync(JobState.Succeeded, "glyphs", model, oldestFirst: true, skip: 1, take: 1, cancellationToken);
        var comparison = await jobs.CompareAsync([first.Id, second.Id], cancellationToken);

        Assert.Equal((second.Id, 2, 1), (Assert.Single(page.Items).Id, page.Total, page.Skip));
        Assert.Equal([second.Id, first.Id], (await jobs.ListAsync(model: model, cancellationToken: cancellationToken)).Items.Select(job => job.Id));
        Assert.Equal([first.Id, second.Id], comparison.Jobs.Select(job => job.Id));
        Assert.Contains(comparison.Differences, difference => difference.Path == "training.epochs");
    }

    private static IEnumerable<string> ToJson(IEnumerable<EpochMetrics> epochs) =>
        epochs.Select(epoch => JsonSerializer.Serialize(epoch, WireFormat.Options));
}
