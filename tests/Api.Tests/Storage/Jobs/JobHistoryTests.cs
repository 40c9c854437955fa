using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Storage.Jobs;

public sealed class JobHistoryTests(SharedPostgresFixture postgres)
{
    private const int MaximumEpochs = 1_000;

    public static TheoryData<StorageKind> Kinds => TestDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Reader_returns_all_epochs_in_pages_of_bounded_size(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        var states = new JobStateStore(database.Contexts, TimeProvider.System);
        var id = (await states.AddAsync(SampleSpecs.Quick with { Model = "model" }, "cpu", "local")).Id;
        await using (var context = database.Contexts.CreateDbContext())
        {
            // Epochs without layers have 200 bytes, those with 500 layers 50 kilobytes.
            context.AddRange(Enumerable.Range(1, 2_000).Select(epoch => new MetricsRow
            {
                JobId = id,
                Sequence = epoch,
                Metrics = new EpochMetrics
                {
                    Sequence = epoch,
                    JobId = id,
                    Epoch = epoch,
                    ElapsedSeconds = epoch,
                    Train = new Metrics { Loss = 1 },
                    LearningRate = 0.1,
                    GradientNorm = 1,
                    Layers = epoch > 1_900 ? [.. Enumerable.Range(0, 500).Select(layer => new LayerMetrics($"{layer}", 1, 1, 0, 1, 0))] : [],
                },
            }));
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var (reader, pages) = (new JobHistory(database.Contexts).Read(id, after: 3), new List<IReadOnlyList<StoredEpoch>>());
        while (await reader.ReadPageAsync(TestContext.Current.CancellationToken) is { Count: > 0 } page)
        {
            pages.Add(page);
        }

        Assert.Equal(Enumerable.Range(4, 1_997), pages.SelectMany(page => page.Select(epoch => epoch.ToMetrics().Epoch)));
        Assert.InRange(pages.Count, 10, 60);
        Assert.All(pages, page => Assert.InRange(page.Sum(epoch => epoch.Json.Length), 1, 350_000));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Long_training_has_evenly_spaced_epochs_and_its_ends(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        var states = new JobStateStore(database.Contexts, TimeProvider.System);
        var (brief, endless, folds) = (await AddAsync(1000, 1), await AddAsync(5003, 1), await AddAsync(900, 3));
        await AddAsync(5, 1);

        Assert.Equal(Enumerable.Range(1, 1000), (await ReadAsync(brief)).Select(epoch => epoch.Epoch));
        var curve = await ReadAsync(endless);
        var epochs = curve.Select(epoch => epoch.Epoch).ToList();
        Assert.Equal((1, 5003), (epochs[0], epochs[^1]));
        Assert.InRange(epochs.Count, MaximumEpochs / 2, MaximumEpochs + 1);
        Assert.Single(epochs.Zip(epochs.Skip(1), (previous, next) => next - previous).SkipLast(1).Distinct());
        Assert.All(curve, epoch => Assert.Equal((epoch.Epoch / 2.0, epoch.Epoch / 4.0), (epoch.Train.Loss, epoch.Validation!.Loss)));
        Assert.All(curve, epoch => Assert.Empty(epoch.Layers));
        var byFold = (await ReadAsync(folds)).ToLookup(epoch => epoch.Fold, epoch => epoch.Epoch);
        Assert.Equal([1, 2, 3], byFold.Select(fold => fold.Key!.Value));
        Assert.All(byFold, fold => Assert.Equal(byFold[1], fold));
        Assert.Equal((1, 900), (byFold[1].First(), byFold[1].Last()));
        Assert.InRange(byFold[1].Count(), MaximumEpochs / 6, (MaximumEpochs / 3) + 1);

        async Task<List<EpochMetrics>> ReadAsync(Guid id)
        {
            var job = (await new JobStore(database.Contexts).FindAsync(id, TestContext.Current.CancellationToken))!;
            var selection = EpochSelection.EvenlySpaced(job, MaximumEpochs) with { WithoutLayers = true };
            return await new JobHistory(database.Contexts).Read(id, selection: selection).ReadAllAsync(TestContext.Current.CancellationToken)
                .Select(epoch => epoch.ToMetrics()).ToListAsync(TestContext.Current.CancellationToken);
        }

        async Task<Guid> AddAsync(int epochs, int networks)
        {
            var id = (await states.AddAsync(SampleSpecs.Quick with { Model = "model" }, "cpu", "local")).Id;
            await using var context = database.Contexts.CreateDbContext();
            var rows = Enumerable.Range(0, epochs * networks).Select(index => new EpochMetrics
            {
                Sequence = index + 1,
                JobId = id,
                Fold = networks == 1 ? null : 1 + (index % networks),
                Epoch = 1 + (index / networks),
                ElapsedSeconds = index,
                Train = new Metrics { Loss = (1 + (index / networks)) / 2.0 },
                Validation = new Metrics { Loss = (1 + (index / networks)) / 4.0 },
                LearningRate = 0.1,
                GradientNorm = 1,
                Layers = [new LayerMetrics("0", 1, 1, 0, 1, 0)],
            });
            context.AddRange(rows.Select(row => new MetricsRow { JobId = id, Sequence = row.Sequence, Metrics = row }));
            await context.SaveChangesAsync();
            await context.Jobs.Where(job => job.Id == id).ExecuteUpdateAsync(
                update => update.SetProperty(row => row.LastSequence, epochs * networks).SetProperty(row => row.Epoch, epochs));
            return id;
        }
    }
}
