using Hangfire.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Hosting;

/// <summary>
/// The service in the process of the tests, on a free port. Code is compiled just in time only once for all tests.
/// </summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    // Hangfire's settings are static while a service starts.
    private static readonly SemaphoreSlim StartLock = new(1);

    private readonly WebApplication app;
    private readonly LogCollector log;

    private ServiceHost(WebApplication app, LogCollector log) => (this.app, this.log) = (app, log);

    /// <summary>Everything that the service has logged.</summary>
    public string Output => log.ToString();

    public Uri Address => new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    /// <summary>Starts the service.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="datasets">The dataset folder; null for a folder in the data folder.</param>
    /// <param name="arguments">Settings as command-line arguments.</param>
    /// <param name="configure">Configures the application before it is built.</param>
    public static async Task<ServiceHost> StartAsync(TemporaryFolder data, string? datasets = null,
        IEnumerable<string>? arguments = null, Action<WebApplicationBuilder>? configure = null)
    {
        string[] address = arguments?.Contains(ServiceProcess.UrlsArgument) == true ? [] : ServiceProcess.AnyPortArguments;
        var builder = ServiceSetup.CreateBuilder(["--LearnML:Data", data.Path,
            "--LearnML:Datasets", datasets ?? data["datasets"], "--LearnML:Device", "cpu", .. address, .. arguments ?? []]);
        var lines = new LogCollector();
        builder.Logging.ClearProviders().AddProvider(lines);
        configure?.Invoke(builder);
        var app = builder.Build();
        await StartLock.WaitAsync();
        try
        {
            await app.InitializeAsync();
            await app.StartAsync();
        }
        finally
        {
            // Otherwise Hangfire would log to this service for all services, even after this one ends.
            LogProvider.SetCurrentLogProvider(null);
            StartLock.Release();
        }

        return new ServiceHost(app, lines);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
