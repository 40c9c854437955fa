using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using ServiceProcess = LearnML.Api.Tests.Hosting.ServiceProcess;

namespace LearnML.Api.Tests.Access;

/// <summary>A service that asks everybody for a key, and callers of every scope.</summary>
public sealed class GuardedService : IAsyncLifetime
{
    private readonly List<Service> guests = [];

    internal TemporaryFolder Data { get; } = new();

    /// <summary>The service without a key.</summary>
    internal Service Stranger { get; private set; } = null!;

    internal Service Admin { get; private set; } = null!;

    internal string AdminKey { get; private set; } = "";

    internal Service Trainer { get; private set; } = null!;

    internal Service Reader { get; private set; } = null!;

    internal Service Predictor { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        AdminKey = await MakeKeyAsync(Data, "--scope", "admin", "--name", "boss");
        Stranger = await Service.StartAsync(Data, null, "--LearnML:RequireKeys", "true", "--LearnML:Origins", "https://dashboard.example.org",
            "--Logging:LogLevel:Default", "Debug", "--Logging:LogLevel:Microsoft.AspNetCore", "Debug");
        Admin = Guest(AdminKey);
        Trainer = Guest((await NewKeyAsync(Scope.Train)).Secret);
        Reader = Guest((await NewKeyAsync(Scope.Read)).Secret);
        Predictor = Guest((await NewKeyAsync(Scope.Predict)).Secret);
    }

    /// <summary>The command that makes a first key.</summary>
    /// <returns>Its secret.</returns>
    internal static async Task<string> MakeKeyAsync(TemporaryFolder data, params string[] arguments)
    {
        await using var command = ServiceProcess.Launch(data, null, ["keys", "create", .. arguments]);
        Assert.True(await command.ExitAsync() == 0, command.Output);
        return command.Output.Split('\n').Single(line => line.StartsWith("lml_", StringComparison.Ordinal));
    }

    internal Task<NewKey> NewKeyAsync(Scope scope, DateTimeOffset? expiresAt = null) => Admin.Client.Access.CreateKeyAsync(new KeyRequest
    {
        Scopes = [scope],
        ExpiresAt = expiresAt,
    });

    /// <summary>The service as a caller sees it; it lives as long as this.</summary>
    internal Service Guest(string? key)
    {
        guests.Add(Stranger.As(key));
        return guests[^1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var guest in guests)
        {
            await guest.DisposeAsync();
        }

        await Stranger.DisposeAsync();
        Data.Dispose();
    }
}
