using LearnML.Api.Tests.Hosting;

namespace LearnML.Browser.Tests.Access;

/// <summary>A service that requires keys, and a key of an administrator.</summary>
public sealed class SecuredService : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();
    private ServiceProcess process = null!;

    public string Key { get; private set; } = "";

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using var command = ServiceProcess.Launch(data, null, "keys", "create", "--scope", "admin", "--name", "visitor");
        Assert.Equal(0, await command.WaitForExitAsync());
        Key = command.Output.Split('\n').Single(line => line.StartsWith("lml_", StringComparison.Ordinal));
        (process, Address) = await ServiceProcess.StartAsync(data, null, "--LearnML:RequireKeys", "true");
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        data.Dispose();
    }
}
