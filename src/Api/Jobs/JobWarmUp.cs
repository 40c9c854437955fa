using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Api.Storage;

namespace LearnML.Api.Jobs;

/// <summary>Has the code of a list and of a spec compiled and the database's model built before the first client waits for them.</summary>
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
            // Who asks next is told.
        }
    }
}
