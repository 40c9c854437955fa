using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>A service with a trained model. It has its own process, because meters count for all services in a process.</summary>
public sealed class TelemetryServiceFixture : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();

    public Job Job { get; private set; } = null!;

    internal Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await Service.StartProcessAsync(data);
        Job = await Service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
    }
}
