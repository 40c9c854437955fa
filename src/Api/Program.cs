using Hangfire;
using LearnML.Api;
using LearnML.Api.Activations;
using LearnML.Api.Datasets;
using LearnML.Api.Demo;
using LearnML.Api.Jobs;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Machine;
using LearnML.Api.Models;
using LearnML.Api.Problems;
using LearnML.Api.Recipes;
using LearnML.Api.Storage;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using LearnML.Training.Devices;

var demo = args is ["demo", ..];
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = demo ? args[1..] : args,
    ContentRootPath = AppContext.BaseDirectory,
});

if (demo)
{
    builder.Logging.AddFilter("LearnML.Api.Jobs", LogLevel.Warning);
}

builder.Services.AddSingleton(TimeProvider.System)
    .ConfigureHttpJsonOptions(json => WireFormat.Apply(json.SerializerOptions))
    .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true)
    .AddOptions<LearnMLOptions>().BindConfiguration(LearnMLOptions.Section)
    .Validate(options => TorchDevices.Resolve(options.Device) is not null, $"LearnML:Device names no device here; there are auto, {string.Join(", ", TorchDevices.All)}.")
    .ValidateOnStart();
builder.Services.AddProblems().AddStorage().AddDatasets().AddLiveMetrics().AddJobs().AddModels().AddSwagger();

var app = builder.Build();
await app.MigrateDatabaseAsync();

app.UseProblems();
app.MapSwaggerPages();
app.MapDatasets();
app.MapRecipes();
app.MapJobs();
app.MapModels();
app.MapParameters();
app.MapActivations();
app.MapMachine();
app.MapLiveMetrics();
app.MapHangfireDashboard();
app.MapGet("/", () => TypedResults.Redirect("/swagger")).ExcludeFromDescription();

await app.StartAsync();
if (demo)
{
    await app.RunDemoAsync();
}

await app.WaitForShutdownAsync();
