using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Datasets;

/// <summary>A service with an empty dataset folder, which the tests fill.</summary>
public sealed class DatasetFolderFixture : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();

    internal TemporaryFolder Datasets { get; } = new();

    internal Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await Service.StartAsync(data, Datasets.Path);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        data.Dispose();
        Datasets.Dispose();
    }
}
