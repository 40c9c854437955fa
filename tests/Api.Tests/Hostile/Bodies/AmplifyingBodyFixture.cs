using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>A service in this process with a model of a table and one of images.</summary>
public sealed class AmplifyingBodyFixture : IAsyncLifetime
{
    /// <summary>The name of the model of a table, and of its dataset.</summary>
    public const string Table = "flowers";

    /// <summary>The name of the model of images.</summary>
    public const string Images = "glyphs";

    private readonly TemporaryFolder data = new();

    /// <summary>The inputs of the table's model.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["petal", "sepal", "colour", "garden", "kind"];

    internal Service Service { get; private set; } = null!;

    /// <summary>All bodies by name.</summary>
    internal IReadOnlyDictionary<string, AmplifyingBody> Bodies { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await Service.StartAsync(data);
        await Service.UploadAsync(FlowersTable.Csv, ("name", Table), ("target", "price"));
        var ofTable = new JobSpec { Dataset = Table, Training = new TrainingSpec { Epochs = 1 } };
        foreach (var spec in new[] { SampleSpecs.Quick.WithEpochs(1) with { Model = Images }, ofTable })
        {
            var job = await Service.RunJobAsync(spec);
            Assert.True(job.State == JobState.Succeeded, job.Error);
        }

        Bodies = CreateBodies((await Service.DownloadAsync($"/api/models/{Table}/versions/1/download")).File).ToDictionary(body => body.Name);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }

    /// <summary>Creates all bodies.</summary>
    internal static IEnumerable<AmplifyingBody> CreateBodies(byte[] model) =>
        [.. PredictionBodies.All, .. InferenceBodies.All, .. UploadBodies.Create(model), .. SpecBodies.All];
}
