using LearnML.Training.Tests.Datasets;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A service on an empty data folder, with the real datasets where they are, for the tests of one class.</summary>
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
