using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Api.Specs;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Lists jobs and validates a spec once at startup, so that the code is compiled and the EF Core model is built before the first request.
/// </summary>
internal sealed class JobWarmUp(JobStore jobs, JobSpecValidator validator) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await jobs.ListAsync(new JobQuery(null, null, null, OldestFirst: false, 0, 1), stoppingToken);
            await validator.ReadAsync(new JsonObject { ["dataset"] = "glyphs" }, new FieldErrors(), stoppingToken);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            // The next request reports the failure.
        }
    }
}
