using LearnML.Api.Access;
using LearnML.Api.Activations;
using LearnML.Api.Dashboard;
using LearnML.Api.Datasets;
using LearnML.Api.Health;
using LearnML.Api.Inference;
using LearnML.Api.Jobs;
using LearnML.Api.Limits;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Machine;
using LearnML.Api.Models;
using LearnML.Api.Problems;
using LearnML.Api.Processes;
using LearnML.Api.Recipes;
using LearnML.Api.Serving;
using LearnML.Api.Storage;
using LearnML.Api.Swagger;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api;

/// <summary>Puts the service together from its features: for its program, and for tests and benchmarks that run it in their own process.</summary>
internal static class ServiceSetup
{
    /// <summary>Everything that the service is made of, as the settings say.</summary>
    /// <param name="arguments">Settings of the command line, such as <c>--LearnML:Data here</c>.</param>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
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

    /// <summary>Brings the database up to date, sees to it that somebody can come in, and opens the routes of this process's role.</summary>
    /// <exception cref="StartupException">The database cannot be used, or nobody could come in.</exception>
    public static async Task OpenAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(() => app.Services.GetRequiredService<JobQueue>());
        await app.CheckDoorsAsync();

        var settings = app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value;
        var answersAll = settings.Role != ProcessRole.Worker;
        app.UseForwarded(settings);
        app.UseSafeHeaders();
        app.UseProblems();
        if (answersAll)
        {
            app.UseDashboard();
        }

        app.UseCallers();
        app.UseLimits();
        if (answersAll)
        {
            // Open to all, with examples for who may read.
            app.UseSwaggerPages();
        }

        app.UseAuthorization();
        app.MapHealth();
        app.MapTelemetry();
        app.MapMachine();
        if (answersAll)
        {
            app.MapAccess();
            app.MapDatasets();
            app.MapRecipes();
            app.MapJobs();
            app.MapModels();
            app.MapPredictions();
            app.MapInference();
            app.MapParameters();
            app.MapActivations();
            app.MapLiveMetrics();
            app.MapQueueDashboard(settings);
        }
    }
}
