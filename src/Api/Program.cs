using LearnML.Api;
using LearnML.Api.Access;
using LearnML.Api.Activations;
using LearnML.Api.Dashboard;
using LearnML.Api.Datasets;
using LearnML.Api.Demo;
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
using Microsoft.AspNetCore.Connections;

try
{
    var demo = args is ["demo", ..];
    var keys = args is [KeyCommand.Word, ..];
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = demo || keys ? args[1..] : args,
        ContentRootPath = AppContext.BaseDirectory,
    });

    if (demo)
    {
        // The demo tells it in its own words.
        builder.Logging.AddFilter("LearnML.Api.Jobs", LogLevel.Warning).AddFilter("LearnML.Api.Problems", LogLevel.Error);
    }

    var settings = builder.Configuration.ReadSettings();
    builder.Services.AddSingleton(TimeProvider.System)
        .AddSingleton(Microsoft.Extensions.Options.Options.Create(settings))
        .ConfigureHttpJsonOptions(json => WireFormat.Apply(json.SerializerOptions))
        .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    builder.Services.AddProblems().AddLimits(settings.Limits).AddHealth().AddStorage().AddProcesses(settings).AddDatasets().AddLiveMetrics(settings, builder.Configuration.GetConnectionString("Redis"))
        .AddJobs(settings).AddModels().AddServing().AddInference().AddSwagger().AddDashboard().AddAccess(settings, builder.Configuration);
    builder.Services.AddTelemetry(builder.Configuration);

    var app = builder.Build();
    if (keys)
    {
        await app.RunKeysAsync(args[1..]);
        return 0;
    }

    await app.Services.GetRequiredService<DatabaseStart>().RunAsync(() => app.Services.GetRequiredService<JobQueue>());
    await app.CheckDoorsAsync();

    app.UseForwarded(settings);
    app.UseSafeHeaders();
    app.UseProblems();
    if (settings.Role != ProcessRole.Worker)
    {
        app.UseDashboard();
    }

    app.UseCallers();
    app.UseLimits();
    if (settings.Role != ProcessRole.Worker)
    {
        // Open to all, with examples for who may read.
        app.UseSwaggerPages();
    }

    app.UseAuthorization();
    app.MapHealth();
    app.MapTelemetry();
    app.MapMachine();
    if (settings.Role != ProcessRole.Worker)
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

    await StartAsync(app);
    if (demo)
    {
        await app.RunDemoAsync();
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (StartupException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

static async Task StartAsync(WebApplication app)
{
    try
    {
        await app.StartAsync();
    }
    catch (IOException exception) when (exception.InnerException is AddressInUseException)
    {
        throw new StartupException($"{exception.Message} Another program listens there; --urls takes another address.");
    }
    catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "port")
    {
        throw new StartupException("A port of --urls is not one from 0 to 65535.");
    }
}
