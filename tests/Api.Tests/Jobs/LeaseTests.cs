using LearnML.Api.Jobs;
using LearnML.Api.Processes;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LearnML.Api.Tests.Jobs;

/// <summary>Of two processes that want a job one has it, and what the other still writes is refused.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private PostgresServer? postgres;

    public static TheoryData<StorageKind> Storages => [.. Enum.GetValues<StorageKind>()];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task What_an_owner_of_before_writes_is_refused(StorageKind storage)
    {
        var contexts = await OpenAsync(storage);
        var jobs = new JobStore(contexts, time);
        var id = (await jobs.AddAsync(Spec, "cpu")).Id;
        var (first, second) = (Process(contexts), Process(contexts));
        var stale = first.Claim(id)!;
        Assert.Equal(1, stale.Token);
        Assert.Null(second.Claim(id));
        Assert.Single(stale.AddEpochs(0, [Epoch(1)], null));
        time.Advance(JobLeases.Duration - TimeSpan.FromSeconds(1));
        Assert.Equal(0, stale.Renew(null));
        time.Advance(JobLeases.Duration - TimeSpan.FromSeconds(1));
        Assert.Empty(second.TakeBack());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([(id, "cpu")], second.TakeBack());
        Assert.Empty(second.TakeBack());

        var owner = second.Claim(id)!;

        Assert.Equal(2, owner.Token);
        Assert.Null(stale.Renew(new JobProgress(0.9, 1, 1)));
        Assert.Throws<OperationCanceledException>(() => stale.AddEpochs(1, [Epoch(2)], null));
        Assert.False(stale.Complete(Outcome(id)));
        Assert.False(stale.Fail("late"));
        Assert.False(stale.GiveBack());
        stale.CheckpointSaved();
        var untouched = (await jobs.FindAsync(id, CancellationToken.None))!;
        Assert.Equal((JobState.Running, 1L, 0.0), (untouched.State, untouched.LastSequence, untouched.Progress));
        Assert.Equal([2L], owner.AddEpochs(0, [Epoch(1), Epoch(2)], null).Select(metrics => metrics.Sequence));
        Assert.True(owner.Complete(Outcome(id)));
        Assert.False(owner.Complete(Outcome(id)));
        var ended = (await jobs.FindAsync(id, CancellationToken.None))!;
        Assert.Equal((JobState.Succeeded, 1), (ended.State, ended.Version));
        Assert.Equal([1, 2], (await jobs.MetricsAsync(id, 0, CancellationToken.None)).Select(metrics => metrics.Epoch));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Of_many_that_want_a_job_at_once_one_gets_it(StorageKind storage)
    {
        var contexts = await OpenAsync(storage);
        var jobs = new JobStore(contexts, time);
        for (var round = 0; round < 10; round++)
        {
            var id = (await jobs.AddAsync(Spec, "cpu")).Id;
            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Process(contexts).Claim(id))));
            Assert.Single(claims, claim => claim is not null);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Jobs_of_one_model_that_end_at_once_get_versions_of_their_own(StorageKind storage)
    {
        var contexts = await OpenAsync(storage);
        var jobs = new JobStore(contexts, time);
        var leases = new List<JobLease>();
        for (var job = 0; job < 8; job++)
        {
            leases.Add(Process(contexts).Claim((await jobs.AddAsync(Spec, "cpu")).Id)!);
        }

        await Task.WhenAll(leases.Select(lease => Task.Run(() => Patiently(() => lease.Complete(Outcome(lease.JobId))))));

        var versions = new List<int?>();
        foreach (var lease in leases)
        {
            versions.Add((await jobs.FindAsync(lease.JobId, CancellationToken.None))!.Version);
        }

        Assert.Equal(Enumerable.Range(1, 8), versions.Select(version => version!.Value).Order());
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_job_that_was_to_stop_is_told_so_again_by_the_next_owner(StorageKind storage)
    {
        var contexts = await OpenAsync(storage);
        var jobs = new JobStore(contexts, time);
        var id = (await jobs.AddAsync(Spec, "cpu")).Id;
        var process = Process(contexts);
        var first = process.Claim(id)!;
        jobs.Stop(id);
        jobs.Stop(id);
        Assert.Equal(2, first.Renew(null));
        Assert.True(first.GiveBack());

        var next = process.Claim(id)!;

        Assert.Equal(2, next.Renew(null));
        Assert.Equal(JobState.Stopping, jobs.StateOf(id));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Epochs_that_are_told_otherwise_take_the_place_of_those_before(StorageKind storage)
    {
        var contexts = await OpenAsync(storage);
        var jobs = new JobStore(contexts, time);
        var id = (await jobs.AddAsync(Spec, "cpu")).Id;
        var process = Process(contexts);
        var first = process.Claim(id)!;
        first.AddEpochs(0, [Epoch(1), Epoch(2), Epoch(3), Epoch(4)], null);
        first.GiveBack();
        var next = process.Claim(id)!;
        Assert.Equal(4, next.LastSequence);

        Assert.Empty(next.AddEpochs(0, [Epoch(1), Epoch(2)], null));
        var written = next.AddEpochs(2, [Epoch(3) with { Train = new Metrics { Loss = 0.5 } }, Epoch(4)], null);

        Assert.Equal([3L, 4], written.Select(metrics => metrics.Sequence));
        Assert.Equal([1, 1, 0.5, 1], (await jobs.MetricsAsync(id, 0, CancellationToken.None)).Select(metrics => metrics.Train.Loss));
        Assert.Equal(4, (await jobs.FindAsync(id, CancellationToken.None))!.LastSequence);
        Assert.Equal([5L], next.AddEpochs(4, [Epoch(5)], null).Select(metrics => metrics.Sequence));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_job_that_later_ones_go_before_is_found(StorageKind storage)
    {
        var contexts = await OpenAsync(storage);
        var jobs = new JobStore(contexts, time);
        var process = Process(contexts);
        var lost = (await jobs.AddAsync(Spec, "cpu")).Id;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(process.Overtaken("cpu"));
        var later = (await jobs.AddAsync(Spec, "cpu")).Id;
        time.Advance(TimeSpan.FromSeconds(1));
        await jobs.AddAsync(Spec, "cpu");

        process.Claim(later);

        Assert.Equal([lost], process.Overtaken("cpu"));
        Assert.Empty(process.Overtaken("gpu"));
    }

    [Fact]
    public async Task An_owner_that_renews_after_all_keeps_its_job()
    {
        var contexts = await OpenAsync(StorageKind.Sqlite);
        var jobs = new JobStore(contexts, time);
        var id = (await jobs.AddAsync(Spec, "cpu")).Id;
        var owner = Process(contexts).Claim(id)!;

        Assert.False(owner.TakeBack(time.GetUtcNow()));
        time.Advance(2 * JobLeases.Duration);
        Assert.True(owner.TakeBack(time.GetUtcNow()));
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        data.Dispose();
    }

    private static JobSpec Spec { get; } = Specs.Quick with { Model = "model" };

    private static EpochScores Epoch(int epoch) => new(null, epoch, epoch, new Metrics { Loss = 1 }, new Metrics { Loss = 1 }, 0.1, 1, []);

    private static TrainingOutcome Outcome(Guid id)
    {
        var metrics = new Metrics { Loss = 1 };
        return new TrainingOutcome(
            false,
            "epoch-000002-1",
            new CheckpointDescription { JobId = id, Spec = Spec, DatasetHash = "", Classes = [], Epoch = 2, Validation = metrics, Parameters = 1 },
            new Report { JobId = id, Task = LearningTask.Regression, Epoch = 2, Train = metrics, Validation = metrics, Reported = ReportedRows.Validation, Diagnosis = [] });
    }

    // As the thread that writes does.
    private static void Patiently(Func<bool> write)
    {
        while (true)
        {
            try
            {
                Assert.True(write());
                return;
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                Thread.Sleep(10);
            }
        }
    }

    private JobLeases Process(IDbContextFactory<LearnMLContext> contexts) =>
        new(contexts, new ProcessIdentity(Options.Create(new LearnMLOptions()), time), time);

    private async Task<IDbContextFactory<LearnMLContext>> OpenAsync(StorageKind storage)
    {
        Assert.SkipUnless(storage == StorageKind.Sqlite || PostgresServer.Available, PostgresServer.Missing);
        postgres = storage == StorageKind.Postgres ? await PostgresServer.StartAsync() : null;
        Contexts contexts = storage == StorageKind.Sqlite
            ? new(() => new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False").Options))
            : new(() => new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(postgres!.Connection()).Options));
        await using var context = contexts.CreateDbContext();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return contexts;
    }
}
