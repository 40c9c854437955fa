using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Hosting;

/// <summary>The whole service within the tests' own process, on a free port: what it compiled for one test it need not compile for the next.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly LogLines lines;

    private ServiceHost(WebApplication app, LogLines lines) => (this.app, this.lines) = (app, lines);

    /// <summary>Everything that it logged so far.</summary>
    public string Output => lines.ToString();

    public Uri Address => new(app.Urls.First());

    /// <summary>Starts the service.</summary>
    public static async Task<ServiceHost> StartAsync(TemporaryFolder data, string? datasets, IEnumerable<string> arguments)
    {
        var builder = ServiceSetup.CreateBuilder([.. SettingsOf(data, datasets), .. arguments.Contains(ServiceProcess.Urls) ? [] : ServiceProcess.AnyPort, .. arguments]);
        var lines = new LogLines();
        builder.Logging.ClearProviders().AddProvider(lines);
        var app = builder.Build();
        await app.OpenAsync();
        await app.StartAsync();
        return new ServiceHost(app, lines);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    // What the service would find in the environment of a process of its own.
    private static string[] SettingsOf(TemporaryFolder data, string? datasets) =>
        ["--LearnML:Data", data.Path, "--LearnML:Datasets", datasets ?? data["datasets"], "--LearnML:Device", "cpu"];
}
