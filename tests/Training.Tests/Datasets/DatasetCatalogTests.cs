using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Datasets.Images;

namespace LearnML.Training.Tests.Datasets;

public class DatasetCatalogTests
{
    private readonly ControlledSource source = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Finds_datasets_by_name()
    {
        var catalog = new DatasetCatalog([new Glyphs(), source]);

        Assert.Equal(["glyphs", "steered"], catalog.Summaries.Select(summary => summary.Name));
        Assert.Same(source.Summary, catalog.Find("steered"));
        Assert.Null(catalog.Find("Steered"));
    }

    [Fact]
    public async Task An_unknown_name_is_answered_with_the_known_ones()
    {
        var catalog = new DatasetCatalog([new Glyphs(), source]);

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(() => catalog.LoadAsync("mnist", Token));

        Assert.Equal("There is no dataset 'mnist'. The datasets are: glyphs, steered.", error.Message);
    }

    [Fact]
    public async Task Callers_share_one_load()
    {
        var catalog = new DatasetCatalog([source]);
        var callers = Enumerable.Range(0, 8).Select(_ => catalog.LoadAsync("steered", Token)).ToArray();
        source.Outcome.SetResult();

        var datasets = await Task.WhenAll(callers);

        Assert.Single(datasets.Append(await catalog.LoadAsync("steered", Token)).Distinct());
        Assert.Equal(1, source.Loads);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_disturb_the_others()
    {
        var catalog = new DatasetCatalog([source]);
        using var impatience = new CancellationTokenSource();
        var first = catalog.LoadAsync("steered", impatience.Token);
        var second = catalog.LoadAsync("steered", Token);
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        source.Outcome.SetResult();

        Assert.NotNull(await second);
        Assert.Equal(1, source.Loads);
    }

    [Fact]
    public async Task A_failed_load_is_tried_again()
    {
        var catalog = new DatasetCatalog([source]);
        source.Outcome.SetException(new DatasetUnavailableException("no network"));
        await Assert.ThrowsAsync<DatasetUnavailableException>(() => catalog.LoadAsync("steered", Token));

        source.Outcome = new TaskCompletionSource();
        source.Outcome.SetResult();

        Assert.NotNull(await catalog.LoadAsync("steered", Token));
        Assert.Equal(2, source.Loads);
    }

    private sealed class ControlledSource : IDatasetSource
    {
        private readonly Glyphs glyphs = new(10, 10);
        private int loads;

        public DatasetSummary Summary { get; } = new Glyphs().Summary with { Name = "steered" };

        public TaskCompletionSource Outcome { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Loads => loads;

        public async Task<Dataset> LoadAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref loads);
            await Outcome.Task;
            return await glyphs.LoadAsync(cancellationToken);
        }
    }
}
