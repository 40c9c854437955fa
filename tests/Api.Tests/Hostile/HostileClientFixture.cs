using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models.Transfer;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile;

/// <summary>
/// One service for the classes of hostile clients, which come one after another; beside its data folder lies a file that nobody may read.
/// </summary>
public sealed class HostileClientFixture : IAsyncLifetime
{
    /// <summary>A model of a table, and the dataset that it learned from.</summary>
    public const string Model = "flowers";

    /// <summary>The file's name.</summary>
    public const string SecretFile = "secret.txt";

    /// <summary>What is in it.</summary>
    public const string Secret = "what lies outside of the data folder";

    private readonly TemporaryFolder root = new();

    internal string Root => root.Path;

    internal string Data => root["data"];

    internal Service Service { get; private set; } = null!;

    internal Job Job { get; private set; } = null!;

    internal byte[] ModelFile { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(root[SecretFile], Secret);
        // As many uploads as the tests send: how few there are by default is a test of the limits.
        Service = await Service.StartProcessAsync(root, null, $"--LearnML:Data={Data}", "--LearnML:Limits:UploadsAtOnce=1000");
        await Service.UploadAsync(FlowersTable.Csv, ("name", Model), ("target", "kind"));
        Job = await Service.RunJobAsync(SampleSpecs.Quick.WithEpochs(1) with { Dataset = Model });
        ModelFile = (await Service.DownloadAsync($"/api/models/{Model}/versions/1/download")).File;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        root.Dispose();
    }

    /// <summary>A model as a file, taken apart.</summary>
    internal SafetensorsModelFile ReadModelFile() => new(ModelFile);

    /// <summary>That it answers a prediction, soon.</summary>
    internal async Task<TimeSpan> AssertAnswersAsync()
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var answer = await Service.PostAsync($"/api/models/{Model}/predict", """{ "rows": [{ "petal": 9 }] }""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }

    /// <summary>What uploads and imports have left behind that are no files of datasets.</summary>
    internal IEnumerable<string> GetUnfinishedUploads() => Directory.EnumerateFiles(Path.Combine(Data, "uploads"), "incoming-*");
}
