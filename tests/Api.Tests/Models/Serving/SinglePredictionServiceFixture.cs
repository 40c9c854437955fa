using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Serving;

/// <summary>A service that computes one prediction at a time, with a table model.</summary>
public sealed class SinglePredictionServiceFixture : IAsyncLifetime
{
    public const string Model = "limited";

    private readonly TemporaryFolder data = new();

    internal Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await Service.StartAsync(data, null, "--LearnML:PredictionsAtOnce=1");
        await Service.UploadAsync(FlowersTable.Csv, ("name", Model));
        await Service.RunJobAsync(SampleSpecs.Quick.WithEpochs(1) with { Dataset = Model, Target = "kind", Model = Model });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }
}
