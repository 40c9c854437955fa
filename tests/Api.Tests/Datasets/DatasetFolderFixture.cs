using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Datasets;

/// <summary>A service whose dataset folder is the test's to fill.</summary>
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
