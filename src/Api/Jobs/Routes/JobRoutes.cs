using System.Security.Claims;
using System.Text.Json.Nodes;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Running;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Schema;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The routes that start, list and change jobs.</summary>
internal static class JobRoutes
{
    private const string MergePatchContentType = "application/merge-patch+json";

    public static void MapJobs(this WebApplication app)
    {
        var jobs = app.MapGroup("/api/jobs").WithTags("Jobs").RequireScope(Scope.Read).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        jobs.MapSpecs();
        jobs.MapGet("/", List).WithSummary("List jobs, the newest first, or filtered and sorted by any field of their specs and any metric")
            .WithDescription("For the next page, send its `next` as `cursor`. "
                + "A page has fewer jobs than `take` if their specs have more than 2 MiB together.").ProducesProblems(400);
        jobs.MapComparison();
        jobs.MapJob();
        jobs.MapHistory();
        jobs.MapFiles();
    }

    private static void MapSpecs(this RouteGroupBuilder jobs)
    {
        jobs.MapPost("/", Post).WithSummary("Run a spec")
            .WithDescription("Returns at once; the job waits in the queue of its device. Only `dataset` is required. "
                + "Follow the job at `Location`, or live over `/hubs/training`. `name`, `note`, `tags`, `starred` and `project` stand beside the "
                + "fields of the spec, but are not part of it.")
            .AcceptsBody<JobSubmission>(Examples.Spec).LimitQueuedJobs().RequireScope(Scope.Train);
        jobs.MapPost("/preview", Preview).WithSummary("Preview what a spec would run, without running it")
            .WithDescription("Validates the spec as `POST /api/jobs` does, and returns within milliseconds: the spec with every default filled in "
                + "and the layers of its network, or `errors` by field if the spec is not valid. Nothing is stored.")
            .AcceptsBody<JobSubmission>(Examples.Spec);
        jobs.MapGet("/schema", Schema).WithSummary("Get the JSON Schema of a spec")
            .WithDescription("JSON Schema draft 2020-12, with the same field descriptions as this page. It lists the defaults that are the same for "
                + "every dataset; `/preview` fills in the others.")
            .Produces<JsonObject>(200, SpecSchema.ContentType);
    }

    private static void MapJob(this RouteGroupBuilder jobs)
    {
        jobs.MapGet("/{id:guid}", Get).WithSummary("Get a job: state, progress, speed, remaining time")
            .ProducesProblems(404).WithExampleJob(JobExamples.Any);
        jobs.MapPatch("/{id:guid}", Patch).WithSummary("Change the name, note, tags, star or project of a job")
            .WithDescription("The body is a JSON merge patch (RFC 7396): a field that is left out stays, and one that is null is removed. "
                + "A job can be changed in any state.")
            .AcceptsBody<JobLabels>(Examples.Labels, isOptional: false, MergePatchContentType).ProducesProblems(404)
            .WithExampleJob(JobExamples.Any).RequireScope(Scope.Train);
        jobs.MapPost("/{id:guid}/stop", Stop).WithSummary("Stop a job and keep its best epoch so far")
            .WithDescription("Returns at once; the training ends after the current batch, and the shortened epoch is scored like any other.")
            .ProducesProblems(404, 409).WithExampleJob(JobExamples.Open).RequireScope(Scope.Train);
        jobs.MapPost("/{id:guid}/cancel", Cancel).WithSummary("Cancel a job and discard its network")
            .WithDescription("Returns at once; the training ends after the current batch. The metrics stay until the job is deleted.")
            .ProducesProblems(404, 409).WithExampleJob(JobExamples.Open).RequireScope(Scope.Train);
        jobs.MapPost("/{id:guid}/resume", Resume).WithSummary("Resume a job from its latest checkpoint, optionally for more epochs or trials")
            .WithDescription("The job must be stopped, failed or interrupted. It reports the epochs after that checkpoint again: continue to watch "
                + "from the job's `lastSequence`. The resumed job adds a new model version.")
            .AcceptsBody<ResumeRequest>(Examples.Resume, isOptional: true).LimitQueuedJobs().ProducesProblems(404, 409)
            .WithExampleJob(JobExamples.Resumable).RequireScope(Scope.Train);
        jobs.MapDelete("/{id:guid}", Delete).WithSummary("Delete a job that has ended, with its metrics, log and report")
            .WithDescription("The model versions that it added stay.")
            .ProducesProblems(404, 409).WithExampleJob(JobExamples.Ended).RequireScope(Scope.Train);
    }

    private static Task<Results<Accepted<Job>, ValidationProblem>> Post(
        JsonBody body, ClaimsPrincipal user, JobSubmitter submitter, CancellationToken cancellationToken) =>
        submitter.SubmitAsync(body.Json, user, cancellationToken);

    private static async Task<Ok<JobPreview>> Preview(JsonBody body, JobSubmitter submitter, CancellationToken cancellationToken) =>
        TypedResults.Ok(await submitter.PreviewAsync(body.Json, cancellationToken));

    private static JsonHttpResult<JsonObject> Schema(SpecSchema schema) => TypedResults.Json(schema.Json, contentType: SpecSchema.ContentType);

    private static async Task<Results<Ok<Page<Job>>, ValidationProblem>> List(
        [AsParameters] JobListRequest request, JobStore jobs, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        return request.Read(errors) is { } query
            ? TypedResults.Ok(await jobs.ListAsync(query, cancellationToken))
            : TypedResults.ValidationProblem(errors.ToDictionary());
    }

    private static Task<Results<Ok<Job>, ProblemHttpResult>> Get([AsParameters] JobRequest request) =>
        request.WhenFoundAsync<Ok<Job>>(job => Task.FromResult<Results<Ok<Job>, ProblemHttpResult>>(TypedResults.Ok(job)));

    private static async Task<Results<Ok<Job>, ValidationProblem, ProblemHttpResult>> Patch(
        [AsParameters] JobRequest request, JsonBody body, JobStateStore states, JobCheckpoints checkpoints, JobChangeNotifier changes)
    {
        var errors = new FieldErrors();
        var labels = JobLabelsReader.Read(body.Json, errors);
        if (await request.FindAsync() is not { } job)
        {
            return JobProblems.NotFound(request.Id);
        }

        if (!request.MayChange(job))
        {
            return JobProblems.Forbidden(job);
        }

        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        await states.UpdateLabelsAsync(job.Id, labels, JobLabelsReader.ListChanges(body.Json));
        await checkpoints.SaveLabelsAsync(job.Id);
        changes.Notify(job.Id);
        return await request.FindAsync() is { } changed ? TypedResults.Ok(changed) : JobProblems.NotFound(request.Id);
    }

    private static Task<Results<Accepted<Job>, ProblemHttpResult>> Stop([AsParameters] JobRequest request, JobEnder ender) =>
        request.WhenAllowedAsync<Accepted<Job>>(async _ => await AnswerEndAsync(request, await ender.StopAsync(request.Id)));

    private static Task<Results<Accepted<Job>, ProblemHttpResult>> Cancel([AsParameters] JobRequest request, JobEnder ender) =>
        request.WhenAllowedAsync<Accepted<Job>>(async _ => await AnswerEndAsync(request, await ender.CancelAsync(request.Id)));

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> AnswerEndAsync(JobRequest request, bool isAccepted) =>
        await request.FindAsync() is not { } job ? JobProblems.NotFound(request.Id)
        : isAccepted ? TypedResults.Accepted($"/api/jobs/{job.Id}", job)
        : JobProblems.Conflict($"The job has already ended: it is {EnumNames.Format(job.State)}.");

    private static async Task<Results<Accepted<Job>, ValidationProblem, ProblemHttpResult>> Resume(
        [AsParameters] JobRequest request, JsonBody body, JobResumer resumer) =>
        await request.FindAsync() is not { } job ? JobProblems.NotFound(request.Id)
        : request.MayChange(job) ? await resumer.ResumeAsync(job, body.Json, request.CancellationToken)
        : JobProblems.Forbidden(job);

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(
        [AsParameters] JobRequest request, JobStateStore states, JobCheckpoints checkpoints) =>
        request.WhenAllowedAsync<NoContent>(async job =>
        {
            if (!await states.DeleteAsync(job.Id, request.CancellationToken))
            {
                return JobProblems.Conflict(
                    $"The job is {EnumNames.Format(job.State)}; only a job that has ended can be deleted. Cancel it first.");
            }

            await checkpoints.DeleteUnusedAsync(job.Id, CancellationToken.None);
            return TypedResults.NoContent();
        });
}
