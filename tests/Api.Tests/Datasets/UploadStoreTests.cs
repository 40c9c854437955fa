using System.Net;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Datasets;

/// <summary>Uploaded datasets with a changed row or a missing file.</summary>
public sealed class UploadStoreTests(SharedPostgresFixture postgres)
{
    [Fact]
    public async Task Replaced_dataset_is_not_corrected()
    {
        using var data = new TemporaryFolder();
        using var database = await TestDatabase.CreateAsync(StorageKind.Sqlite, postgres);
        var options = new LearnMLOptions { Data = data.Path };
        Directory.CreateDirectory(options.UploadFolder);
        var file = options.NewUnfinishedFile();
        await File.WriteAllTextAsync(file, "a,b\n1,2\n", TestContext.Current.CancellationToken);
        var uploads = new UploadStore(database.Contexts, Options.Create(options));
        var row = SampleRows.CreateUpload("replaced");
        await uploads.AddAsync(row, file, TestContext.Current.CancellationToken);

        Assert.Null(await uploads.CorrectAsync("replaced", "the hash of before", "b", row.Profile, TestContext.Current.CancellationToken));
        Assert.Null((await uploads.FindAsync("replaced", TestContext.Current.CancellationToken))!.Summary.Target);
        Assert.Empty((await uploads.CorrectAsync("replaced", row.ContentHash, "b", row.Profile, TestContext.Current.CancellationToken))!);
        Assert.Equal("b", (await uploads.FindAsync("replaced", TestContext.Current.CancellationToken))!.Summary.Target);
    }

    [Fact]
    public async Task Dataset_is_unavailable_without_the_upload_folder()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        await service.UploadAsync(FlowersTable.Csv, ("name", "orphan"), ("target", "price"));
        Directory.Delete(data["uploads"], recursive: true);

        var rows = await service.GetAsync("/api/datasets/orphan/rows");
        var correction = await service.SendJsonAsync(HttpMethod.Patch, "/api/datasets/orphan", """{ "target": "petal" }""");

        Assert.Contains("is missing", rows.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
        Assert.Contains("is missing", correction.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
    }

    /// <summary>Even root cannot open this kernel setting for writing.</summary>
    [Fact]
    public async Task Service_starts_if_an_unfinished_upload_cannot_be_deleted()
    {
        const string LockedFile = "/proc/sys/kernel/ostype";
        Assert.SkipUnless(File.Exists(LockedFile), "This system has no /proc.");
        using var data = new TemporaryFolder();
        using var log = new LogCollector();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        var options = new LearnMLOptions { Data = data.Path };
        Directory.CreateDirectory(options.UploadFolder);
        var (locked, deletable) = (options.NewUnfinishedFile(), options.NewUnfinishedFile());
        File.CreateSymbolicLink(locked, LockedFile);
        await File.WriteAllTextAsync(deletable, "", TestContext.Current.CancellationToken);
        var cleanup = new UnfinishedUploadCleanup(Options.Create(options), TimeProvider.System, factory.CreateLogger<UnfinishedUploadCleanup>());

        await cleanup.StartAsync(TestContext.Current.CancellationToken);

        Assert.False(File.Exists(deletable));
        Assert.Contains($"The file {Path.GetFileName(locked)} of an unfinished upload is not deleted", log.ToString(), StringComparison.Ordinal);
    }
}
