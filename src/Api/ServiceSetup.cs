using LearnML.Api.Access;
using LearnML.Api.Access.Browser;
using LearnML.Api.Activations;
using LearnML.Api.Dashboard;
using LearnML.Api.Datasets;
using LearnML.Api.Datasets.Relations;
using LearnML.Api.Health;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Jobs.Routes;
using LearnML.Api.Limits;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Machine;
using LearnML.Api.Models.Inference;
using LearnML.Api.Models.Cards;
using LearnML.Api.Models.Evaluations;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Routes;
using LearnML.Api.Problems;
using LearnML.Api.Processes;
using LearnML.Api.Recipes;
using LearnML.Api.Storage;
using LearnML.Api.Swagger;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Devices;
using Microsoft.Extensions.Options;

namespace LearnML.Api;

/// <summary>Builds the service from its features, for the program and for tests and benchmarks that run the service in their own process.</summary>
internal static class ServiceSetup
{
    /// <summary>Registers all services of the application, according to the settings.</summary>
    /// <param name="arguments">Settings from the command line, such as <c>--LearnML:Data here</c>.</param>
    /// <exception cref="StartupException">A setting is invalid.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        var settings = builder.Configuration.ReadSettings();
        builder.Services.AddSingleton(TimeProvider.System)
            .AddSingleton(Options.Create(settings))
            .ConfigureHttpJsonOptions(json => WireFormat.Apply(json.SerializerOptions))
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddProblems().AddLimits(settings.Limits).AddHealth().AddStorage().AddProcesses(settings).AddDatasets()
            .AddLiveMetrics(settings, builder.Configuration.GetConnectionString("Redis"))
            .AddJobs(settings).AddModels().AddServing().AddInference().AddSwagger().AddDashboard().AddAccess(settings, builder.Configuration);
        builder.Services.AddTelemetry(builder.Configuration);
        return builder;
    }

    /// <summary>Migrates the database, checks that some caller can get access, and maps the routes of this process's role.</summary>
    /// <exception cref="StartupException">The database cannot be used, or all callers need a key and no key exists.</exception>
    public static async Task InitializeAsync(this WebApplication app)
    {
        // libtorch takes a fifth of a second to load, so it loads while the database starts. If it fails, the readiness check says so.
        Task libtorch = Task.Run(() => TorchDevices.CanCompute("cpu"));
        try
        {
            await app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(() => app.Services.GetRequiredService<JobQueue>());
            await app.Services.GetRequiredService<ModelAliases>().RemoveDanglingAsync(CancellationToken.None);
            await app.CheckKeyExistsAsync();
        }
        finally
        {
            await libtorch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A process must not end while a library loads.
        }

        var dataFolder = app.Services.GetRequiredService<DataFolder>();
        app.Lifetime.ApplicationStarted.Register(() => dataFolder.StoreAddress(app.Urls.First()));

        var settings = app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value;
        var answersAll = settings.Role != ProcessRole.Worker;
        app.UseProxyHeaders(settings);
        app.UseSecurityHeaders();
        app.UseProblems();
        if (answersAll)
        {
            app.UseDashboard();
        }

        app.UseAccess();
        app.UseLimits();
        if (answersAll)
        {
            // Swagger needs no key. Its examples show existing names only to callers with the scope read.
            app.UseSwaggerPages();
        }

        app.UseAuthorization();
        app.MapHealth();
        app.MapTelemetry();
        app.MapSystem();
        if (answersAll)
        {
            app.MapAccess();
            app.MapDatasets();
            app.MapDatasetRelations();
            app.MapRecipes();
            app.MapJobs();
            app.MapModels();
            app.MapModelCards();
            app.MapPredictions();
            app.MapEvaluations();
            app.MapInference();
            app.MapParameters();
            app.MapActivations();
            app.MapLiveMetrics();
            app.MapQueueDashboard(settings);
        }
    }
}
