using Hangfire.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Hosting;

/// <summary>
/// The whole service within the tests' own process, on a free port: what was compiled for one test need not be compiled for the next.
/// </summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    // Hangfire's settings are static until a service has taken them for its own.
    private static readonly SemaphoreSlim StartLock = new(1);

    private readonly WebApplication app;
    private readonly LogCollector log;

    private ServiceHost(WebApplication app, LogCollector log) => (this.app, this.log) = (app, log);

    /// <summary>Everything that it logged so far.</summary>
    public string Output => log.ToString();

    public Uri Address => new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    /// <summary>Starts the service.</summary>
    /// <param name="data">Its folder.</param>
    /// <param name="datasets">The folder of known datasets; null: in its own.</param>
    /// <param name="arguments">Settings, as on the command line.</param>
    /// <param name="configure">Changes what it is made of.</param>
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
            // It would log where this service does, for all, and after its end.
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
