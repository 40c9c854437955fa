using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Serving;

/// <summary>A service that takes one prediction at once, and a model of a table.</summary>
public sealed class OnePredictionService : IAsyncLifetime
{
    public const string Model = "limited";

    private readonly TemporaryFolder data = new();

    internal Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await Service.StartProcessAsync(data, null, "--LearnML:PredictionsAtOnce=1");
        await Service.UploadAsync(Flowers.Csv, ("name", Model));
        await Service.RunJobAsync(SampleSpecs.Quick.Epochs(1) with { Dataset = Model, Target = "kind", Model = Model });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }
}
