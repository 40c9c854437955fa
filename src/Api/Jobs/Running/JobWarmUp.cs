using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Api.Specs;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Training.Datasets.Images;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Lists jobs and validates a spec once at startup, so that the code is compiled and the EF Core model is built before the first request.
/// </summary>
internal sealed partial class JobWarmUp(JobStore jobs, JobSpecValidator validator, ILogger<JobWarmUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await jobs.ListAsync(new JobQuery(null, null, null, OldestFirst: false, 0, 1), stoppingToken);
            await validator.ReadAsync(new JsonObject { ["dataset"] = Glyphs.Name }, new FieldErrors(), stoppingToken);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            LogWarmUpFailed(exception);
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "The database could not be read after the start. The first requests are slower, and report the failure if it lasts.")]
    private partial void LogWarmUpFailed(Exception exception);
}
