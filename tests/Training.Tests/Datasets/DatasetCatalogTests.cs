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
    public void Catalog_finds_datasets_by_name()
    {
        var catalog = new DatasetCatalog([new Glyphs(), source]);

        Assert.Equal(["glyphs", "controlled"], catalog.Summaries.Select(summary => summary.Name));
        Assert.Same(source.Summary, catalog.Find("controlled"));
        Assert.Null(catalog.Find("Controlled"));
    }

    [Fact]
    public async Task Unknown_name_error_lists_known_names()
    {
        var catalog = new DatasetCatalog([new Glyphs(), source]);

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(() => catalog.LoadAsync("mnist", Token));

        Assert.Equal("There is no dataset 'mnist'. The datasets are: glyphs, controlled.", error.Message);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_load()
    {
        var catalog = new DatasetCatalog([source]);
        var callers = Enumerable.Range(0, 8).Select(_ => catalog.LoadAsync("controlled", Token)).ToArray();
        source.Outcome.SetResult();

        var datasets = await Task.WhenAll(callers);

        Assert.Single(datasets.Append(await catalog.LoadAsync("controlled", Token)).Distinct());
        Assert.Equal(1, source.Loads);
    }

    [Fact]
    public async Task Cancelled_caller_does_not_cancel_other_callers()
    {
        var catalog = new DatasetCatalog([source]);
        using var firstCaller = new CancellationTokenSource();
        var first = catalog.LoadAsync("controlled", firstCaller.Token);
        var second = catalog.LoadAsync("controlled", Token);
        await firstCaller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        source.Outcome.SetResult();

        Assert.NotNull(await second);
        Assert.Equal(1, source.Loads);
    }

    [Fact]
    public async Task Catalog_retries_failed_load()
    {
        var catalog = new DatasetCatalog([source]);
        source.Outcome.SetException(new DatasetUnavailableException("no network"));
        await Assert.ThrowsAsync<DatasetUnavailableException>(() => catalog.LoadAsync("controlled", Token));

        source.Outcome = new TaskCompletionSource();
        source.Outcome.SetResult();

        Assert.NotNull(await catalog.LoadAsync("controlled", Token));
        Assert.Equal(2, source.Loads);
    }

    private sealed class ControlledSource : IDatasetSource
    {
        private readonly Glyphs glyphs = new(10, 10);
        private int loads;

        public DatasetSummary Summary { get; } = new Glyphs().Summary with { Name = "controlled" };

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
