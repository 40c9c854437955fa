using System.Net;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Datasets;

/// <summary>Uploaded datasets whose row or file is not as expected.</summary>
public sealed class UploadStoreTests(SharedPostgresFixture postgres)
{
    [Fact]
    public async Task A_dataset_that_was_replaced_meanwhile_is_not_corrected()
    {
        using var data = new TemporaryFolder();
        using var database = await TestDatabase.CreateAsync(StorageKind.Sqlite, postgres);
        var options = new LearnMLOptions { Data = data.Path };
        Directory.CreateDirectory(options.UploadFolder);
        var file = options.NewIncompleteFile();
        await File.WriteAllTextAsync(file, "a,b\n1,2\n", TestContext.Current.CancellationToken);
        var uploads = new UploadStore(database.Contexts, Options.Create(options));
        var row = SampleRows.Upload("replaced");
        await uploads.AddAsync(row, file, TestContext.Current.CancellationToken);

        Assert.Null(await uploads.CorrectAsync("replaced", "the hash of before", "b", row.Profile, TestContext.Current.CancellationToken));
        Assert.Null((await uploads.FindAsync("replaced", TestContext.Current.CancellationToken))!.Summary.Target);
        Assert.Empty((await uploads.CorrectAsync("replaced", row.ContentHash, "b", row.Profile, TestContext.Current.CancellationToken))!);
        Assert.Equal("b", (await uploads.FindAsync("replaced", TestContext.Current.CancellationToken))!.Summary.Target);
    }

    [Fact]
    public async Task Without_the_upload_folder_a_dataset_is_unavailable()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        await service.UploadAsync(FlowersTable.Csv, ("name", "orphan"), ("target", "price"));
        Directory.Delete(data["uploads"], recursive: true);

        var rows = await service.GetAsync("/api/datasets/orphan/rows");
        var corrected = await service.SendJsonAsync(HttpMethod.Patch, "/api/datasets/orphan", """{ "target": "petal" }""");

        Assert.Contains("is missing", rows.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
        Assert.Contains("is missing", corrected.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
    }

    /// <summary>Not even root may open this setting of the kernel for writing.</summary>
    [Fact]
    public async Task A_file_that_cannot_be_opened_does_not_stop_the_start()
    {
        const string Unopenable = "/proc/sys/kernel/ostype";
        Assert.SkipUnless(File.Exists(Unopenable), "There is no /proc here.");
        using var data = new TemporaryFolder();
        using var lines = new LogCollector();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(lines));
        var options = new LearnMLOptions { Data = data.Path };
        Directory.CreateDirectory(options.UploadFolder);
        var (closed, open) = (options.NewIncompleteFile(), options.NewIncompleteFile());
        File.CreateSymbolicLink(closed, Unopenable);
        await File.WriteAllTextAsync(open, "", TestContext.Current.CancellationToken);
        var cleanup = new UnfinishedUploadCleanup(Options.Create(options), TimeProvider.System, factory.CreateLogger<UnfinishedUploadCleanup>());

        await cleanup.StartAsync(TestContext.Current.CancellationToken);

        Assert.False(File.Exists(open));
        Assert.Contains($"The file {Path.GetFileName(closed)} of an unfinished upload is not deleted", lines.ToString(), StringComparison.Ordinal);
    }
}
