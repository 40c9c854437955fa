using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Storage;

/// <summary>Two requests that each check what the other one changes, at the same time, many times. Two processes share the database.</summary>
public sealed class WriteSkewTests(SharedPostgresFixture postgres) : IDisposable
{
    private const int Times = 200;

    private readonly TemporaryFolder data = new();

    public static TheoryData<StorageKind> Storages => TestDatabase.Kinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task An_alias_never_points_to_a_deleted_version(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var models = new ModelStore(database.Contexts, TimeProvider.System, NullLogger<ModelStore>.Instance);
        var aliases = new ModelAliases(database.Contexts, NullLogger<ModelAliases>.Instance);
        var (moved, deleted) = (0, 0);
        for (var time = 0; time < Times; time++)
        {
            var version = (await models.AddAsync(SampleRows.Version("skew"), Token)).Version;

            var set = Task.Run(() => aliases.SetAsync("skew", "next", version, Token), Token);
            var delete = Task.Run(() => models.DeleteAsync("skew", version, Token), Token);
            await Task.WhenAll(set, delete);

            var (isSet, isDeleted) = (await set, (await delete).Count == 0);
            Assert.True(isSet != isDeleted, $"time {time}: set {isSet}, deleted {isDeleted}");
            Assert.Equal(isDeleted, (await models.FindAsync("skew", version, Token))!.DeletedAt is not null);
            (moved, deleted) = (moved + (isSet ? 1 : 0), deleted + (isDeleted ? 1 : 0));
            await aliases.RemoveAsync("skew", "next", Token);
        }

        Assert.Equal(Times, moved + deleted);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_dataset_never_loses_the_file_that_another_one_is_deleted_with(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var options = CreateOptions();
        var (one, other) = (new UploadStore(database.Contexts, options), new UploadStore(database.Contexts, options));
        for (var time = 0; time < Times; time++)
        {
            await one.AddAsync(SampleRows.Upload("old"), NewFile(options.Value), Token);
            var file = NewFile(options.Value);

            var delete = Task.Run(() => one.DeleteAsync("old", Token), Token);
            var add = Task.Run(() => other.AddAsync(SampleRows.Upload("new"), file, Token), Token);
            await Task.WhenAll(delete, add);

            Assert.NotNull(await add);
            Assert.True(File.Exists(options.Value.UploadFile(SampleRows.ContentHash)), $"time {time}");
            await other.DeleteAsync("new", Token);
            Assert.False(File.Exists(options.Value.UploadFile(SampleRows.ContentHash)));
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_name_is_given_once(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var options = CreateOptions();
        UploadStore[] processes = [new(database.Contexts, options), new(database.Contexts, options)];
        for (var time = 0; time < Times / 4; time++)
        {
            var added = await Task.WhenAll(processes.Select(each => (each, NewFile(options.Value))).ToList()
                .Select(each => Task.Run(() => each.each.AddAsync(SampleRows.Upload("once"), each.Item2, Token), Token)));

            Assert.Single(added, dataset => dataset is not null);
            Assert.True(File.Exists(options.Value.UploadFile(SampleRows.ContentHash)), $"time {time}");
            await processes[0].DeleteAsync("once", Token);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_job_never_waits_for_a_deleted_dataset(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var options = CreateOptions();
        var uploads = new UploadStore(database.Contexts, options);
        var jobs = new JobStateStore(database.Contexts, TimeProvider.System);
        for (var time = 0; time < Times; time++)
        {
            await uploads.AddAsync(SampleRows.Upload("used"), NewFile(options.Value), Token);

            var add = Task.Run(() => AddJobAsync(jobs), Token);
            var delete = Task.Run(() => uploads.DeleteAsync("used", Token), Token);
            await Task.WhenAll(add, delete);

            var (job, isDeleted) = (await add, (await delete)!.Count == 0);
            Assert.True(job is null == isDeleted, $"time {time}: job {job}, deleted {isDeleted}");
            if (job is { } id)
            {
                Assert.Equal([id], await delete);
                Assert.True(await jobs.CancelAsync(id));
                await uploads.DeleteAsync("used", Token);
            }
        }
    }

    public void Dispose() => data.Dispose();

    /// <summary>Queues a job; null where the dataset is gone.</summary>
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

    private static string NewFile(LearnMLOptions options)
    {
        var file = options.NewIncompleteFile();
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
