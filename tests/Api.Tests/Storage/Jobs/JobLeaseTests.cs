using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Jobs.Running;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LearnML.Api.Tests.Storage.Jobs;

/// <summary>Only one process can hold the lease of a job. Writes of a former owner are rejected.</summary>
public sealed class JobLeaseTests(SharedPostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<StorageKind> Storages => [.. Enum.GetValues<StorageKind>()];

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Writes_of_a_former_owner_are_rejected(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var (jobs, states) = (new JobStore(contexts), new JobStateStore(contexts, time));
        var id = (await states.AddAsync(Spec, "cpu", "local")).Id;
        var (first, second) = (CreateProcess(contexts), CreateProcess(contexts));
        var stale = first.Claim(id)!;
        Assert.Equal(1, stale.Token);
        Assert.Null(second.Claim(id));
        Assert.Single(stale.AddEpochs(0, [CreateEpoch(1)], null));
        time.Advance(JobLeases.Duration - TimeSpan.FromSeconds(1));
        Assert.Equal(0, stale.Renew(null));
        time.Advance(JobLeases.Duration - TimeSpan.FromSeconds(1));
        Assert.Empty(second.ReclaimExpired());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([(id, "cpu")], second.ReclaimExpired());
        Assert.Empty(second.ReclaimExpired());

        var owner = second.Claim(id)!;

        Assert.Equal(2, owner.Token);
        Assert.Null(stale.Renew(new JobProgress(0.9, 1, 1)));
        Assert.Throws<OperationCanceledException>(() => stale.AddEpochs(1, [CreateEpoch(2)], null));
        Assert.Null(stale.Complete(CreateOutcome(id)));
        Assert.False(stale.Fail(EndReason.Unexpected, "late"));
        Assert.False(stale.Release("the service is shutting down"));
        stale.ResetAttempts();
        var current = (await jobs.FindAsync(id, CancellationToken.None))!;
        Assert.Equal((JobState.Running, 1L, 0.0), (current.State, current.LastSequence, current.Progress));
        Assert.Equal([2L], owner.AddEpochs(0, [CreateEpoch(1), CreateEpoch(2)], null).Select(metrics => metrics.Sequence));
        Assert.Equal(JobState.Succeeded, owner.Complete(CreateOutcome(id)));
        Assert.Null(owner.Complete(CreateOutcome(id)));
        var ended = (await jobs.FindAsync(id, CancellationToken.None))!;
        Assert.Equal((JobState.Succeeded, 1), (ended.State, ended.Version));
        Assert.Equal([1, 2], (await ReadEpochsAsync(contexts, id)).Select(epoch => epoch.Epoch));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Only_one_of_several_concurrent_claims_gets_a_job(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var states = new JobStateStore(contexts, time);
        for (var round = 0; round < 10; round++)
        {
            var id = (await states.AddAsync(Spec, "cpu", "local")).Id;
            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CreateProcess(contexts).Claim(id))));
            Assert.Single(claims, claim => claim is not null);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Jobs_of_one_model_that_end_concurrently_get_different_versions(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var (jobs, states) = (new JobStore(contexts), new JobStateStore(contexts, time));
        var leases = new List<JobLease>();
        for (var job = 0; job < 8; job++)
        {
            leases.Add(CreateProcess(contexts).Claim((await states.AddAsync(Spec, "cpu", "local")).Id)!);
        }

        await Task.WhenAll(leases.Select(lease => Task.Run(() => CompleteAsJobWriter(lease))));

        var versions = new List<int?>();
        foreach (var lease in leases)
        {
            versions.Add((await jobs.FindAsync(lease.JobId, CancellationToken.None))!.Version);
        }

        Assert.Equal(Enumerable.Range(1, 8), versions.Select(version => version!.Value).Order());
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Next_owner_receives_a_pending_stop(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var (jobs, states) = (new JobStore(contexts), new JobStateStore(contexts, time));
        var id = (await states.AddAsync(Spec, "cpu", "local")).Id;
        var process = CreateProcess(contexts);
        var first = process.Claim(id)!;
        await states.StopAsync(id);
        await states.StopAsync(id);
        Assert.Equal(2, first.Renew(null));
        Assert.True(first.Release("the service is shutting down"));

        var next = process.Claim(id)!;

        Assert.Equal(2, next.Renew(null));
        Assert.Equal(JobState.Stopping, await jobs.GetStateAsync(id, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Changed_epochs_replace_the_stored_ones(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var (jobs, states) = (new JobStore(contexts), new JobStateStore(contexts, time));
        var id = (await states.AddAsync(Spec, "cpu", "local")).Id;
        var process = CreateProcess(contexts);
        var first = process.Claim(id)!;
        first.AddEpochs(0, [CreateEpoch(1), CreateEpoch(2), CreateEpoch(3), CreateEpoch(4)], null);
        first.Release("the service is shutting down");
        var next = process.Claim(id)!;
        Assert.Equal(4, next.LastSequence);

        Assert.Empty(next.AddEpochs(0, [CreateEpoch(1), CreateEpoch(2)], null));
        var written = next.AddEpochs(2, [CreateEpoch(3) with { Train = new Metrics { Loss = 0.5 } }, CreateEpoch(4)], null);

        Assert.Equal([3L, 4], written.Select(metrics => metrics.Sequence));
        Assert.Equal([1, 1, 0.5, 1],
            (await ReadEpochsAsync(contexts, id)).Select(epoch => epoch.Train.Loss));
        Assert.Equal(4, (await jobs.FindAsync(id, CancellationToken.None))!.LastSequence);
        Assert.Equal([5L], next.AddEpochs(4, [CreateEpoch(5)], null).Select(metrics => metrics.Sequence));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Best_epoch_is_one_of_the_stored_epochs(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var (jobs, states) = (new JobStore(contexts), new JobStateStore(contexts, time));
        var id = (await states.AddAsync(Spec, "cpu", "local")).Id;
        var process = CreateProcess(contexts);
        var first = process.Claim(id)!;
        Assert.Null(await BestAsync());
        first.AddEpochs(0, [CreateEpoch(1, 0.9), CreateEpoch(2, 0.5), CreateEpoch(3, 0.1), CreateEpoch(4, 0.7)], null);
        Assert.Equal(0.1, await BestAsync());
        first.Release("the service is shutting down");
        var next = process.Claim(id)!;

        // Equal epochs change nothing. A changed epoch also changes the best one.
        next.AddEpochs(0, [CreateEpoch(1, 0.9), CreateEpoch(2, 0.5)], null);
        Assert.Equal(0.1, await BestAsync());
        next.AddEpochs(2, [CreateEpoch(3, 0.6)], null);
        Assert.Equal(0.5, await BestAsync());
        next.AddEpochs(3, [CreateEpoch(4, 0.4), CreateEpoch(5, 0.8)], null);
        Assert.Equal(0.4, await BestAsync());
        Assert.True(next.Fail(EndReason.Unexpected, "it failed"));
        Assert.Equal(0.4, await BestAsync());

        // Epochs after the latest checkpoint are deleted.
        Assert.True(await states.ResumeAsync(id, Spec, "cpu", reportedEpochs: 3));
        Assert.Equal(0.5, await BestAsync());
        var last = process.Claim(id)!;
        last.AddEpochs(3, [CreateEpoch(4, 0.3)], null);
        Assert.NotNull(last.Complete(CreateOutcome(id)));
        Assert.Equal(1, await BestAsync());

        async Task<double?> BestAsync() => (await jobs.FindAsync(id, CancellationToken.None))!.Best?.Loss;
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Epochs_without_validation_count_for_the_best_only_if_there_are_no_folds(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var (jobs, states) = (new JobStore(contexts), new JobStateStore(contexts, time));
        var alone = CreateProcess(contexts).Claim((await states.AddAsync(Spec, "cpu", "local")).Id)!;
        var folds = CreateProcess(
            contexts).Claim((await states.AddAsync(Spec with { Validation = new ValidationSpec { Folds = 2 } }, "cpu", "local")).Id)!;

        alone.AddEpochs(0, [CreateEpoch(1, 0.6) with { Validation = null }, CreateEpoch(2, 0.4) with { Validation = null }], null);
        folds.AddEpochs(0, [CreateEpoch(1, 0.6) with { Fold = 1 }, CreateEpoch(1, 0.5) with { Fold = 2 }], null);
        folds.AddEpochs(2, [CreateEpoch(1, 0.1) with { Validation = null }], null);

        Assert.Equal(0.4, (await jobs.FindAsync(alone.JobId, CancellationToken.None))!.Best!.Loss);
        Assert.Equal(0.5, (await jobs.FindAsync(folds.JobId, CancellationToken.None))!.Best!.Loss);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Log_names_every_owner_and_how_it_lost_the_job(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var states = new JobStateStore(contexts, time);
        var id = (await states.AddAsync(Spec, "gpu", "local")).Id;
        var (first, second) = (CreateProcess(contexts), CreateProcess(contexts));
        var stale = first.Claim(id)!;
        time.Advance(2 * JobLeases.Duration);
        second.ReclaimExpired();
        var owner = second.Claim(id)!;

        Assert.Throws<OperationCanceledException>(() => stale.AddLogLines((JobLogLevel.Information, "It is late.")));
        Assert.False(stale.Release("it is late"));
        Assert.False(stale.Fail(EndReason.Unexpected, "It is late."));
        owner.Release("the service is shutting down");
        first.Claim(id);
        first.ReclaimAll();
        first.ReclaimAll();
        Assert.True(await states.InterruptAsync(id, "There is no such device."));
        Assert.False(await states.CancelAsync(id));
        Assert.Null(await states.StopAsync(id));

        var log = await new JobHistory(contexts).GetLogAsync(id, 0, CancellationToken.None);
        Assert.Equal(
            [
                "The job was accepted. It waits in the queue gpu.",
                "took the job.",
                "did not renew its lease and is considered dead. The job waits for another process.",
                "took the job.",
                "released the job: the service is shutting down. The job waits for another process.",
                "took the job.",
                "ended without releasing the job. The job waits for another process.",
                "There is no such device.",
                "The job ended as interrupted 30.0 seconds after it started.",
            ],
            log.Select(entry => entry.Message.StartsWith("Process", StringComparison.Ordinal) ? entry.Message.Split(' ', 3)[2] : entry.Message));
        Assert.Equal(Enumerable.Range(1, log.Count).Select(sequence => (long)sequence), log.Select(entry => entry.Sequence));
        Assert.Equal([3L, 7, 8], log.Where(entry => entry.Level == JobLogLevel.Warning).Select(entry => entry.Sequence));
        string[] owners = [.. log.Skip(1).Take(6).Select(entry => entry.Message.Split(' ')[1])];
        Assert.Equal([owners[0], owners[0], owners[2], owners[2], owners[0], owners[0]], owners);
        Assert.NotEqual(owners[0], owners[2]);
        Assert.True(await states.DeleteAsync(id, CancellationToken.None));
        Assert.Empty(await new JobHistory(contexts).GetLogAsync(id, 0, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Concurrent_log_entries_have_consecutive_numbers(StorageKind storage)
    {
        const int Writers = 8;
        const int Lines = 10;
        var contexts = await OpenStorageAsync(storage);
        var states = new JobStateStore(contexts, time);
        var id = (await states.AddAsync(Spec, "cpu", "local")).Id;
        var owner = CreateProcess(contexts).Claim(id)!;

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var line = 0; line < Lines; line++)
            {
                if (writer % 2 == 0)
                {
                    Assert.Equal(JobState.Stopping, await states.StopAsync(id));
                }
                else
                {
                    owner.AddLogLines((JobLogLevel.Information, "It goes on."));
                }
            }
        })));

        var log = await new JobHistory(contexts).GetLogAsync(id, 2, CancellationToken.None);
        Assert.Equal(Enumerable.Range(3, Writers * Lines).Select(sequence => (long)sequence), log.Select(entry => entry.Sequence));
        Assert.Equal(Writers * Lines / 2, log.Count(entry => entry.Message == "It goes on."));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Queue_counter_counts_jobs_and_the_oldest_wait(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var states = new JobStateStore(contexts, time);
        var (counter, process) = (new QueueCounter(contexts, time), CreateProcess(contexts));
        process.Claim((await states.AddAsync(Spec, "cpu", "local")).Id);
        var stopping = (await states.AddAsync(Spec, "cpu", "local")).Id;
        process.Claim(stopping);
        await states.StopAsync(stopping);
        await states.CancelAsync((await states.AddAsync(Spec, "cpu", "local")).Id);
        await states.AddAsync(Spec, "gone", "local");
        time.Advance(TimeSpan.FromSeconds(3));
        await states.AddAsync(Spec, "gone", "local");
        time.Advance(TimeSpan.FromSeconds(4));

        var queues = await counter.CountAsync(["gpu", "cpu", "cpu"], CancellationToken.None);

        Assert.Equal([new QueueStatus("cpu", 0, 2, null), new QueueStatus("gone", 2, 0, 7), new QueueStatus("gpu", 0, 0, null)], queues);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Overtaken_job_is_found(StorageKind storage)
    {
        var contexts = await OpenStorageAsync(storage);
        var states = new JobStateStore(contexts, time);
        var process = CreateProcess(contexts);
        var overtaken = (await states.AddAsync(Spec, "cpu", "local")).Id;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(process.FindOvertaken("cpu"));
        var later = (await states.AddAsync(Spec, "cpu", "local")).Id;
        time.Advance(TimeSpan.FromSeconds(1));
        await states.AddAsync(Spec, "cpu", "local");

        process.Claim(later);

        Assert.Equal([overtaken], process.FindOvertaken("cpu"));
        Assert.Empty(process.FindOvertaken("gpu"));
    }

    [Fact]
    public async Task Lease_that_was_renewed_is_not_reclaimed()
    {
        var contexts = await OpenStorageAsync(StorageKind.Sqlite);
        var states = new JobStateStore(contexts, time);
        var id = (await states.AddAsync(Spec, "cpu", "local")).Id;
        var owner = CreateProcess(contexts).Claim(id)!;

        Assert.False(owner.ReclaimIfExpired(time.GetUtcNow()));
        time.Advance(2 * JobLeases.Duration);
        Assert.True(owner.ReclaimIfExpired(time.GetUtcNow()));
    }

    public void Dispose() => data.Dispose();

    private static JobSpec Spec { get; } = SampleSpecs.Quick with { Model = "model" };

    private static EpochScores CreateEpoch(int epoch, double loss = 1) =>
        new(null, epoch, epoch, new Metrics { Loss = loss }, new Metrics { Loss = loss }, 0.1, 1, []);

    private static TrainingOutcome CreateOutcome(Guid id)
    {
        var metrics = new Metrics { Loss = 1 };
        return new TrainingOutcome(
            false,
            "epoch-000002-1",
            new CheckpointDescription { JobId = id, Spec = Spec, DatasetHash = "", Classes = [], Epoch = 2, Validation = metrics, Parameters = 1 },
            new Report
            {
                JobId = id,
                Task = LearningTask.Regression,
                Epoch = 2,
                Train = metrics,
                Validation = metrics,
                Reported = ReportedRows.Validation,
                Diagnosis = [],
            },
            "");
    }

    private static void CompleteAsJobWriter(JobLease lease)
    {
        var retry = new WriteRetry(lease.JobId, NullLogger.Instance, CancellationToken.None);
        JobState? end = null;
        while (!retry.Try(() => end = lease.Complete(CreateOutcome(lease.JobId))))
        {
            // The database had a conflict with another write.
        }

        Assert.NotNull(end);
    }

    private JobLeases CreateProcess(IDbContextFactory<LearnMLContext> contexts) =>
        new(contexts, new ProcessIdentity(Options.Create(new LearnMLOptions()), time), time);

    private static async Task<IReadOnlyList<EpochMetrics>> ReadEpochsAsync(IDbContextFactory<LearnMLContext> contexts, Guid id) =>
        [.. (await new JobHistory(contexts).GetEpochsAsync(id, 0, 100, long.MaxValue, CancellationToken.None)).Select(epoch => epoch.ToMetrics())];

    private async Task<IDbContextFactory<LearnMLContext>> OpenStorageAsync(StorageKind storage)
    {
        Assert.SkipUnless(storage == StorageKind.Sqlite || PostgresServer.IsAvailable, PostgresServer.MissingReason);
        var connection = storage == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null;
        DelegateContextFactory contexts = storage == StorageKind.Sqlite
            ? new(() => new SqliteContext(
                new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False").Options))
            : new(() => new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection).Options));
        await using var context = contexts.CreateDbContext();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return contexts;
    }
}
