using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models.Transfer;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile;

/// <summary>
/// A service for tests with hostile clients, which run one after another. Beside its data folder is a file that no response may contain.
/// </summary>
public sealed class HostileClientFixture : IAsyncLifetime
{
    /// <summary>The name of a table model and of its dataset.</summary>
    public const string Model = "flowers";

    /// <summary>The name of the file outside the data folder.</summary>
    public const string SecretFile = "secret.txt";

    /// <summary>The content of that file.</summary>
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
        // The tests send more uploads at once than the default limit allows.
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

    /// <summary>Parses the downloaded model file.</summary>
    internal SafetensorsModelFile ReadModelFile() => new(ModelFile);

    /// <summary>Asserts that the service answers a prediction, and returns how long it took.</summary>
    internal async Task<TimeSpan> AssertAnswersAsync()
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var response = await Service.PostAsync($"/api/models/{Model}/predict", """{ "rows": [{ "petal": 9 }] }""");
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The temporary files of uploads and imports.</summary>
    internal IEnumerable<string> GetUnfinishedUploads() => Directory.EnumerateFiles(Path.Combine(Data, "uploads"), "incoming-*");
}
