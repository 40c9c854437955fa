using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Limits;

/// <summary>A service that takes little of everything, with a model of a table.</summary>
public sealed class LimitedService : IAsyncLifetime
{
    internal const int RequestBytes = 20_000;
    internal const int PredictionBytes = 40_000;
    internal const int InferenceBytes = 50_000;
    internal const int UploadBytes = 60_000;
    internal const int JsonDepth = 10;
    internal const int Rows = 3;
    internal const int Columns = 7;
    internal const int Parameters = 300_000;
    internal const int Epochs = 100_001;
    internal const int Uploads = 1;
    internal const int Jobs = 2;
    internal const int HubMessageBytes = 2_000;
    internal const int HubStreams = 2;

    internal const string Model = "flowers";

    private readonly TemporaryFolder data = new();

    internal Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await Service.StartAsync(data, null,
        [
            $"--LearnML:MaximumUploadBytes={UploadBytes}", Limit(nameof(RequestBytes), RequestBytes),
            Limit(nameof(PredictionBytes), PredictionBytes), Limit(nameof(InferenceBytes), InferenceBytes),
            Limit("JsonDepth", JsonDepth), Limit("RowsPerPrediction", Rows),
            Limit("TableColumns", Columns), Limit("NetworkParameters", Parameters), Limit("Epochs", Epochs),
            Limit("UploadsAtOnce", Uploads), Limit("QueuedJobs", Jobs), Limit("HubMessageBytes", HubMessageBytes), Limit("HubStreams", HubStreams),
        ]);
        await Service.UploadAsync(Flowers.Csv, ("name", Model), ("target", "price"));
        await Service.RunJobAsync(SampleSpecs.Quick.Epochs(1) with { Dataset = Model });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }

    private static string Limit(string name, int value) => $"--LearnML:Limits:{name}={value}";
}
