using Hangfire.Logging;
using LearnML.Api.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Hosting;

/// <summary>
/// The service in the process of the tests, on a free port. Code is compiled just in time only once for all tests.
/// </summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly LogCollector log;

    private ServiceHost(WebApplication app, LogCollector log) => (this.app, this.log) = (app, log);

    /// <summary>Lets one service start at a time, because Hangfire's settings are static while a service starts.</summary>
    public static SemaphoreSlim StartLock { get; } = new(1);

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

    /// <summary>
    /// Closes the pooled connections of a service that has ended, as the end of its process does. Otherwise a later service of the same folder would
    /// use them, even if the database has been replaced.
    /// </summary>
    public static void CloseDatabase(WebApplication app)
    {
        using var context = app.Services.GetRequiredService<IDbContextFactory<LearnMLContext>>().CreateDbContext();
        if (context.Database.GetDbConnection() is SqliteConnection connection)
        {
            SqliteConnection.ClearPool(connection);
        }
    }

    /// <summary>Stops the service gracefully, as Ctrl+C does.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        CloseDatabase(app);
        await app.DisposeAsync();
    }
}
