using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Limits;

/// <summary>A service with low limits and a table model.</summary>
public sealed class LimitedServiceFixture : IAsyncLifetime
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
            $"--LearnML:MaximumUploadBytes={UploadBytes}", ToArgument(nameof(RequestBytes), RequestBytes),
            ToArgument(nameof(PredictionBytes), PredictionBytes), ToArgument(nameof(InferenceBytes), InferenceBytes),
            ToArgument("JsonDepth", JsonDepth), ToArgument("RowsPerPrediction", Rows),
            ToArgument("TableColumns", Columns), ToArgument("NetworkParameters", Parameters), ToArgument("Epochs", Epochs),
            ToArgument("UploadsAtOnce", Uploads), ToArgument("QueuedJobs", Jobs),
            ToArgument("HubMessageBytes", HubMessageBytes), ToArgument("HubStreams", HubStreams),
        ]);
        await Service.UploadAsync(FlowersTable.Csv, ("name", Model), ("target", "price"));
        await Service.RunJobAsync(SampleSpecs.Quick.WithEpochs(1) with { Dataset = Model });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }

    private static string ToArgument(string name, int value) => $"--LearnML:Limits:{name}={value}";
}
