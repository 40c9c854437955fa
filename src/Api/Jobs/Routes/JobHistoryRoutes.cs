using System.ComponentModel;
using LearnML.Api.Documentation;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Searches;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The routes of what a job has recorded: its epochs, its log and its report.</summary>
internal static class JobHistoryRoutes
{
    public static void MapHistory(this RouteGroupBuilder jobs)
    {
        jobs.MapGet("/{id:guid}/metrics", Metrics).WithSummary("Get the metrics of every epoch after a sequence number")
            .ProducesProblems(400, 404).WithExampleJob(JobExamples.WithReport);
        jobs.MapGet("/{id:guid}/trials", Trials).WithSummary("Get the trials of a search, with their values and scores")
            .WithDescription("All trials by number, from the start of the job; none if the job is no search. Their epochs are at `/metrics`, with "
                + "the field `trial`.")
            .ProducesProblems(404).WithExampleJob(JobExamples.Any);
        jobs.MapGet("/{id:guid}/log", Log).WithSummary("Get the job's log after a sequence number")
            .WithDescription("The events of the job: which process trained it on which device, requests, checkpoints it resumed from, folds, how it "
                + "ended and why. Epochs are at `/metrics`.").ProducesProblems(400, 404).WithExampleJob(JobExamples.Any);
        jobs.MapGet("/{id:guid}/report", Report).WithSummary("Get the final evaluation")
            .WithDescription("The scores of the epoch that became the model, once the job has stopped or succeeded. "
                + "For a job that diverged: a diagnosis of its epochs.")
            .ProducesProblems(404, 409).WithExampleJob(JobExamples.WithReport);
    }

    private static async Task<Results<StoredMetricsResult, ValidationProblem, ProblemHttpResult>> Metrics(
        [AsParameters] JobRequest request,
        JobHistory history,
        [Description("The last sequence number already received; 0 for the whole history.")] long after = 0,
        [Description("Whether to include the statistics of each layer, which are more than half of the response.")] bool layers = true,
        [Description("The largest number of epochs, at least 1, apart from the last one, which is always included. Those of a longer training are "
            + "evenly spaced, and the same for all folds. Default: all epochs.")] int? points = null)
    {
        var errors = new FieldErrors();
        errors.Require(points is null or >= 1, "points", "must be at least 1");
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await request.FindAsync() is not { } job)
        {
            return JobProblems.NotFound(request.Id);
        }

        var selection = points is { } maximum ? EpochSelection.EvenlySpaced(job, maximum) : EpochSelection.All;
        return new StoredMetricsResult(history.Read(job.Id, after, selection), layers);
    }

    private static Task<Results<Ok<IReadOnlyList<SearchTrial>>, ProblemHttpResult>> Trials([AsParameters] JobRequest request, JobTrials trials) =>
        request.WhenFoundAsync<Ok<IReadOnlyList<SearchTrial>>>(async job =>
            TypedResults.Ok(await trials.ListAsync(job, request.CancellationToken)));

    private static Task<Results<Ok<IReadOnlyList<JobLogEntry>>, ProblemHttpResult>> Log(
        [AsParameters] JobRequest request,
        JobHistory history,
        [Description("The last sequence number already received; 0 for the whole log.")] long after = 0) =>
        request.WhenFoundAsync<Ok<IReadOnlyList<JobLogEntry>>>(async job =>
            TypedResults.Ok(await history.GetLogAsync(job.Id, after, request.CancellationToken)));

    private static Task<Results<Ok<Report>, ProblemHttpResult>> Report([AsParameters] JobRequest request) =>
        request.WhenFoundAsync<Ok<Report>>(async job => await request.Jobs.GetReportAsync(job.Id, request.CancellationToken) is { } report
            ? TypedResults.Ok(report)
            : JobProblems.Conflict(
                $"The job is {EnumNames.Format(job.State)} and has no report; a job that has stopped, succeeded or diverged has one."));
}
