using System.Text.Json.Nodes;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Api.Specs;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Storage.Listing;
using LearnML.Training.Datasets.Images;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Lists jobs and validates a spec soon after the start, so that most of the code that the first job needs is already compiled, and measures the
/// processor if this process trains on it. This takes a fifth of the processor time of a start, so it begins two seconds after the start.
/// </summary>
internal sealed partial class JobWarmUp(
    JobStore jobs,
    JobSpecValidator validator,
    TrainingSpeed speed,
    TimeProvider time,
    IOptions<LearnMLOptions> options,
    ILogger<JobWarmUp> log) : BackgroundService
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Delay, time, stoppingToken);
        if (TrainingServer.FromSettings(options.Value).Any(server => server.Device == TrainingServer.CpuQueue))
        {
            speed.MeasureProcessor();
        }

        try
        {
            await jobs.ListAsync(new JobQuery { Take = 1 }, stoppingToken);
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
