using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access;

/// <summary>A service that requires a key of every caller, and a client for each scope.</summary>
public sealed class SecuredServiceFixture : IAsyncLifetime
{
    private readonly List<Service> clients = [];

    internal TemporaryFolder Data { get; } = new();

    /// <summary>A client without a key.</summary>
    internal Service Anonymous { get; private set; } = null!;

    internal Service Admin { get; private set; } = null!;

    internal string AdminKey { get; private set; } = "";

    internal Service Trainer { get; private set; } = null!;

    internal Service Reader { get; private set; } = null!;

    internal Service Predictor { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        AdminKey = await CreateFirstKeyAsync(Data, "--scope", "admin", "--name", "boss");
        Anonymous = await Service.StartAsync(Data, null, "--LearnML:RequireKeys", "true", "--LearnML:Origins", "https://dashboard.example.org",
            "--Logging:LogLevel:Default", "Debug", "--Logging:LogLevel:Microsoft.AspNetCore", "Debug");
        Admin = CreateClient(AdminKey);
        Trainer = CreateClient((await CreateKeyAsync(Scope.Train)).Secret);
        Reader = CreateClient((await CreateKeyAsync(Scope.Read)).Secret);
        Predictor = CreateClient((await CreateKeyAsync(Scope.Predict)).Secret);
    }

    /// <summary>Creates a key with the command line, as an administrator creates the first key.</summary>
    /// <returns>The secret of the key.</returns>
    internal static async Task<string> CreateFirstKeyAsync(TemporaryFolder data, params string[] arguments)
    {
        var output = await ServiceCommand.RunAsync(data, ["keys", "create", .. arguments]);
        return output.Split('\n').Single(line => line.StartsWith("lml_", StringComparison.Ordinal));
    }

    internal Task<NewKey> CreateKeyAsync(Scope scope, DateTimeOffset? expiresAt = null) => Admin.Client.Access.CreateKeyAsync(new KeyRequest
    {
        Scopes = [scope],
        ExpiresAt = expiresAt,
    });

    /// <summary>Creates a client with a key. The fixture disposes it.</summary>
    internal Service CreateClient(string? key)
    {
        clients.Add(Anonymous.WithKey(key));
        return clients[^1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        await Anonymous.DisposeAsync();
        Data.Dispose();
    }
}
