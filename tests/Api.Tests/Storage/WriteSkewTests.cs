using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Storage;

/// <summary>
/// Two concurrent requests each check what the other one changes. The tests repeat this, with two stores on one database. Without the locks, at
/// least 45 % of the repetitions fail in SQLite, and at least 10 % in PostgreSQL.
/// </summary>
public sealed class WriteSkewTests(SharedPostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder data = new();

    public static TheoryData<StorageKind> Storages => TestDatabase.Kinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Alias_never_points_to_a_deleted_version(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var models = new ModelStore(database.Contexts, TimeProvider.System, NullLogger<ModelStore>.Instance);
        var aliases = new ModelAliases(database.Contexts, NullLogger<ModelAliases>.Instance);
        var kept = (await models.AddAsync(SampleRows.CreateVersion("skew"), Token)).Version;
        var (moved, deleted) = (0, 0);
        for (var repetition = 0; repetition < Repetitions(storage); repetition++)
        {
            var version = (await models.AddAsync(SampleRows.CreateVersion("skew"), Token)).Version;

            var set = Task.Run(() => aliases.SetAsync("skew", "next", version, Token), Token);
            var delete = Task.Run(() => models.DeleteAsync("skew", version, Token), Token);
            await Task.WhenAll(set, delete);

            var (isSet, isDeleted) = (await set, (await delete).Count == 0);
            Assert.True(isSet != isDeleted, $"repetition {repetition}: set {isSet}, deleted {isDeleted}");
            Assert.Equal(isDeleted, (await models.FindAsync("skew", version, Token))!.DeletedAt is not null);
            (moved, deleted) = (moved + (isSet ? 1 : 0), deleted + (isDeleted ? 1 : 0));

            // The next repetition moves the alias, or adds it.
            _ = repetition % 2 == 0
                ? await aliases.SetAsync("skew", "next", kept, Token)
                : await aliases.RemoveAsync("skew", "next", Token);
        }

        Assert.Equal(Repetitions(storage), moved + deleted);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Deleting_a_dataset_never_deletes_the_file_of_another_one(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var options = CreateOptions();
        var (first, second) = (new UploadStore(database.Contexts, options), new UploadStore(database.Contexts, options));
        for (var repetition = 0; repetition < Repetitions(storage); repetition++)
        {
            await first.AddAsync(SampleRows.CreateUpload("old"), CreateFile(options.Value), Token);
            var file = CreateFile(options.Value);

            var delete = Task.Run(() => first.DeleteAsync("old", Token), Token);
            var add = Task.Run(() => second.AddAsync(SampleRows.CreateUpload("new"), file, Token), Token);
            await Task.WhenAll(delete, add);

            Assert.NotNull(await add);
            Assert.True(File.Exists(options.Value.UploadFile(SampleRows.ContentHash)), $"repetition {repetition}");
            await second.DeleteAsync("new", Token);
            Assert.False(File.Exists(options.Value.UploadFile(SampleRows.ContentHash)));
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Only_one_of_two_concurrent_uploads_gets_a_name(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var options = CreateOptions();
        UploadStore[] processes = [new(database.Contexts, options), new(database.Contexts, options)];
        for (var repetition = 0; repetition < Repetitions(storage); repetition++)
        {
            var added = await Task.WhenAll(processes.Select(process => (Uploads: process, File: CreateFile(options.Value))).ToList()
                .Select(upload => Task.Run(() => upload.Uploads.AddAsync(SampleRows.CreateUpload("once"), upload.File, Token), Token)));

            Assert.Single(added, dataset => dataset is not null);
            Assert.True(File.Exists(options.Value.UploadFile(SampleRows.ContentHash)), $"repetition {repetition}");
            await processes[0].DeleteAsync("once", Token);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Job_never_waits_for_a_deleted_dataset(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var options = CreateOptions();
        var uploads = new UploadStore(database.Contexts, options);
        var jobs = new JobStateStore(database.Contexts, TimeProvider.System);
        for (var repetition = 0; repetition < Repetitions(storage); repetition++)
        {
            await uploads.AddAsync(SampleRows.CreateUpload("used"), CreateFile(options.Value), Token);

            var add = Task.Run(() => AddJobAsync(jobs), Token);
            var delete = Task.Run(() => uploads.DeleteAsync("used", Token), Token);
            await Task.WhenAll(add, delete);

            var (job, isDeleted) = (await add, (await delete)!.Count == 0);
            Assert.True(job is null == isDeleted, $"repetition {repetition}: job {job}, deleted {isDeleted}");
            if (job is { } id)
            {
                Assert.Equal([id], await delete);
                Assert.True(await jobs.CancelAsync(id));
                await uploads.DeleteAsync("used", Token);
            }
        }
    }

    public void Dispose() => data.Dispose();

    // In SQLite one of two transactions waits 150 ms before it tries again.
    private static int Repetitions(StorageKind storage) => LongRuns.Choose(normal: storage == StorageKind.Sqlite ? 20 : 60, whenLong: 200);

    /// <summary>Queues a job. Returns null if the dataset does not exist.</summary>
    private static async Task<Guid?> AddJobAsync(JobStateStore jobs)
    {
        try
        {
            return (await jobs.AddAsync(SampleSpecs.Quick with { Dataset = "used", Model = "used" }, "cpu", "local", usesUpload: true)).Id;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status409Conflict)
        {
            return null;
        }
    }

    private static string CreateFile(LearnMLOptions options)
    {
        var file = options.NewUnfinishedFile();
        File.WriteAllText(file, "a,b\n1,2\n");
        return file;
    }

    private IOptions<LearnMLOptions> CreateOptions()
    {
        var options = new LearnMLOptions { Data = data.Path };
        Directory.CreateDirectory(options.UploadFolder);
        return Options.Create(options);
    }
}
