namespace LearnML.Api.Tests.Hosting;

/// <summary>A service on an empty data folder for the tests of one class.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    internal TemporaryFolder Data { get; } = new();

    internal Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await Service.StartAsync(Data);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Data.Dispose();
    }
}
