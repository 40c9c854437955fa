using LearnML.Training.Tests.Datasets;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A service with an empty data folder, and the real datasets if they are available.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    internal TemporaryFolder Data { get; } = new();

    internal Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await Service.StartAsync(Data, RealDatasets.Available ? RealDatasets.Folder : null);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Data.Dispose();
    }
}
