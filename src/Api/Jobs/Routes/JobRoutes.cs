using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Nodes;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Datasets;
using LearnML.Api.Documentation;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Running;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Schema;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

internal static class JobRoutes
{
    private const int MaximumPageSize = 200;
    private const int MaximumCompared = 20;
    private const string Csv = "text/csv";

    private static JobExample Any { get; } = new(Enum.GetValues<JobState>());

    private static JobExample Open { get; } = new(JobState.Queued, JobState.Running, JobState.Stopping);

    private static JobExample Ended { get; } = new(JobStore.EndedStates);

    private static JobExample Resumable { get; } = new(JobState.Stopped, JobState.Failed, JobState.Interrupted);

    private static JobExample WithHouseModel { get; } = new(JobState.Succeeded, JobState.Stopped) { Dataset = "kaggle-house" };

    private static JobExample WithReport { get; } = new(JobState.Succeeded, JobState.Stopped);

    public static void MapJobs(this WebApplication app)
    {
        var jobs = app.MapGroup("/api/jobs").WithTags("Jobs").RequireScope(Scope.Read).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        jobs.MapPost("/", Post).WithSummary("Run a spec")
            .WithDescription("Returns at once; the job waits in the queue of its device. Only `dataset` is required. "
                + "Follow the job at `Location`, or live over `/hubs/training`.")
            .AcceptsBody<JobSpec>(Examples.Spec).LimitQueuedJobs().RequireScope(Scope.Train);
        jobs.MapPost("/preview", Preview).WithSummary("Preview what a spec would run, without running it")
            .WithDescription("Validates the spec as `POST /api/jobs` does, and returns within milliseconds: the spec with every default filled in "
                + "and the layers of its network, or `errors` by field if the spec is not valid. Nothing is stored.")
            .AcceptsBody<JobSpec>(Examples.Spec);
        jobs.MapGet("/schema", Schema).WithSummary("Get the JSON Schema of a spec")
            .WithDescription("JSON Schema draft 2020-12, with the same field descriptions as this page. It lists the defaults that are the same for "
                + "every dataset; `/preview` fills in the others.")
            .Produces<JsonObject>(200, SpecSchema.ContentType);
        jobs.MapGet("/", List).WithSummary("List jobs, the newest first").ProducesProblems(400);
        jobs.MapGet("/compare", Compare).WithSummary("Compare jobs: differences of their specs, curves, final scores").ProducesProblems(400, 404);
        jobs.MapGet("/{id:guid}", Get).WithSummary("Get a job: state, progress, speed, remaining time").ProducesProblems(404).WithExampleJob(Any);
        jobs.MapPost("/{id:guid}/stop", Stop).WithSummary("Stop a job and keep its best epoch so far")
            .WithDescription("Returns at once; the training ends after the current batch, and the shortened epoch is scored like any other.")
            .ProducesProblems(404, 409).WithExampleJob(Open).RequireScope(Scope.Train);
        jobs.MapPost("/{id:guid}/cancel", Cancel).WithSummary("Cancel a job and discard its network")
            .WithDescription("Returns at once; the training ends after the current batch. The metrics stay until the job is deleted.")
            .ProducesProblems(404, 409).WithExampleJob(Open).RequireScope(Scope.Train);
        jobs.MapPost("/{id:guid}/resume", Resume).WithSummary("Resume a job from its latest checkpoint, optionally for more epochs")
            .WithDescription("The job must be stopped, failed or interrupted. It reports the epochs after that checkpoint again: continue to watch "
                + "from the job's `lastSequence`. The resumed job adds a new model version.")
            .AcceptsBody<ResumeRequest>(Examples.Resume, isOptional: true)
            .LimitQueuedJobs().ProducesProblems(404, 409).WithExampleJob(Resumable).RequireScope(Scope.Train);
        jobs.MapDelete("/{id:guid}", Delete).WithSummary("Delete a job that has ended, with its metrics, log and report")
            .WithDescription("The model versions that it added stay.").ProducesProblems(404, 409).WithExampleJob(Ended).RequireScope(Scope.Train);
        jobs.MapGet("/{id:guid}/metrics", Metrics).WithSummary("Get the metrics of every epoch after a sequence number")
            .ProducesProblems(400, 404).WithExampleJob(WithReport);
        jobs.MapGet("/{id:guid}/log", Log).WithSummary("Get the job's log after a sequence number")
            .WithDescription("The events of the job: which process trained it on which device, requests, checkpoints it resumed from, folds, how it "
                + "ended and why. Epochs are at `/metrics`.").ProducesProblems(400, 404).WithExampleJob(Any);
        jobs.MapGet("/{id:guid}/out-of-fold", OutOfFold).WithSummary("Get the out-of-fold prediction of each row, as CSV")
            .WithDescription("The row, its fold, its label, the prediction, and for a classification the probability of each class.")
            .Produces<string>(200, Csv).ProducesProblems(404, 409).WithExampleJob(WithHouseModel);
        jobs.MapGet("/{id:guid}/submission", Submission).WithSummary("Get the model's predictions for the dataset's test table, as CSV")
            .WithDescription("A file for a Kaggle submission: the identifier and the prediction of each row.")
            .Produces<string>(200, Csv).ProducesProblems(404, 409).WithExampleJob(WithHouseModel);
        jobs.MapGet("/{id:guid}/report", Report).WithSummary("Get the final evaluation")
            .WithDescription("The scores of the epoch that became the model, once the job has stopped or succeeded. "
                + "For a job that diverged: a diagnosis of its epochs.")
            .ProducesProblems(404, 409).WithExampleJob(WithReport);
    }

    private static Task<Results<Accepted<Job>, ValidationProblem>> Post(
        JsonBody body, ClaimsPrincipal user, JobSubmitter submitter, CancellationToken cancellationToken) =>
        submitter.SubmitAsync(body.Json, user, cancellationToken);

    private static async Task<Ok<JobPreview>> Preview(JsonBody body, JobSubmitter submitter, CancellationToken cancellationToken) =>
        TypedResults.Ok(await submitter.PreviewAsync(body.Json, cancellationToken));

    private static JsonHttpResult<JsonObject> Schema(SpecSchema schema) => TypedResults.Json(schema.Json, contentType: SpecSchema.ContentType);

    private static async Task<Results<Ok<Page<Job>>, ValidationProblem>> List(
        JobStore jobs,
        CancellationToken cancellationToken,
        [Description("Only jobs in this state: queued, running, stopping, stopped, succeeded, failed, cancelled or interrupted.")]
        string? state = null,
        [Description("Only jobs on this dataset.")] string? dataset = null,
        [Description("Only jobs of this model.")] string? model = null,
        [Description("Whether the oldest job comes first.")] bool oldestFirst = false,
        [Description("The number of jobs to skip at the start.")] int skip = 0,
        [Description("The largest number of jobs to return, 1 to 200.")] int take = 50)
    {
        var errors = new FieldErrors();
        var inState = errors.ParseEnum<JobState>(state, "state");
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumPageSize, "take", $"must be 1 to {MaximumPageSize}");
        return errors.IsEmpty
            ? TypedResults.Ok(await jobs.ListAsync(new JobQuery(inState, dataset, model, oldestFirst, skip, take), cancellationToken))
            : TypedResults.ValidationProblem(errors.ToDictionary());
    }

    private static async Task<Results<Ok<JobComparison>, ValidationProblem, ProblemHttpResult>> Compare(
        [Description("The ids of 2 to 20 jobs, separated by commas.")] string ids,
        JobStore jobs,
        JobComparer comparer,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var known = new List<Guid>();
        foreach (var text in ids.Split(',', StringSplitOptions.TrimEntries))
        {
            var isId = Guid.TryParse(text, out var id);
            errors.Require(isId, "ids", $"'{text}' is not a job id");
            known.Add(id);
        }

        errors.Require(known.Count is >= 2 and <= MaximumCompared, "ids", $"must be 2 to {MaximumCompared} jobs");
        errors.Require(known.Distinct().Count() == known.Count, "ids", "must all be different");
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        var compared = new List<Job>();
        foreach (var id in known)
        {
            if (await jobs.FindAsync(id, cancellationToken) is not { } job)
            {
                return NoSuchJob(id);
            }

            compared.Add(job);
        }

        return TypedResults.Ok(await comparer.CompareAsync(compared, cancellationToken));
    }

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> Get(Guid id, JobStore jobs, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, cancellationToken) is { } job ? TypedResults.Ok(job) : NoSuchJob(id);

    private static Task<Results<Accepted<Job>, ProblemHttpResult>> Stop(
        Guid id, ClaimsPrincipal user, JobStore jobs, RunningJobs running,
        MetricsFeed feed, JobChangeNotifier changes, CancellationToken cancellationToken) =>
        EndAsync(id, jobs.Stop, user, jobs, running, feed, changes, cancellationToken);

    private static Task<Results<Accepted<Job>, ProblemHttpResult>> Cancel(
        Guid id, ClaimsPrincipal user, JobStore jobs, RunningJobs running,
        MetricsFeed feed, JobChangeNotifier changes, CancellationToken cancellationToken) =>
        EndAsync(id, job => jobs.End(job, JobState.Cancelled), user, jobs, running, feed, changes, cancellationToken);

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> EndAsync(
        Guid id,
        Func<Guid, bool> end,
        ClaimsPrincipal user,
        JobStore jobs,
        RunningJobs running,
        MetricsFeed feed,
        JobChangeNotifier changes,
        CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, cancellationToken) is { } found && RefuseOtherCallers(found, user) is { } refusal)
        {
            return refusal;
        }

        var ended = end(id);
        running.CheckNow(id);
        if (await jobs.FindAsync(id, cancellationToken) is not { } job)
        {
            return NoSuchJob(id);
        }

        if (!ended)
        {
            return Conflict($"The job has already ended: it is {EnumNames.Format(job.State)}.");
        }

        if (JobStore.EndedStates.Contains(job.State))
        {
            feed.Complete(id);
        }

        changes.Notify(id);
        return TypedResults.Accepted($"/api/jobs/{id}", job);
    }

    private static async Task<Results<Accepted<Job>, ValidationProblem, ProblemHttpResult>> Resume(
        Guid id, JsonBody body, ClaimsPrincipal user, JobStore jobs, JobResumer resumer, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, cancellationToken) is not { } job ? NoSuchJob(id)
        : RefuseOtherCallers(job, user) is { } refusal ? refusal
        : await resumer.ResumeAsync(job, body.Json, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, ClaimsPrincipal user, JobStore jobs, JobCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, cancellationToken) is not { } job)
        {
            return NoSuchJob(id);
        }

        if (RefuseOtherCallers(job, user) is { } refusal)
        {
            return refusal;
        }

        if (!await jobs.DeleteAsync(id, cancellationToken))
        {
            return Conflict($"The job is {EnumNames.Format(job.State)}; only a job that has ended can be deleted. Cancel it first.");
        }

        checkpoints.DeleteUnused(id);

        return TypedResults.NoContent();
    }

    private static async Task<Results<StoredMetricsResult, ProblemHttpResult>> Metrics(
        Guid id,
        JobStore jobs,
        CancellationToken cancellationToken,
        [Description("The last sequence number already received; 0 for the whole history.")] long after = 0,
        [Description("Whether to include the statistics of each layer, which are more than half of the response.")] bool layers = true)
    {
        return await jobs.FindAsync(id, cancellationToken) is null
            ? NoSuchJob(id)
            : new StoredMetricsResult(await jobs.GetMetricsJsonAsync(id, after, cancellationToken), layers);
    }

    private static async Task<Results<Ok<IReadOnlyList<JobLogEntry>>, ProblemHttpResult>> Log(
        Guid id,
        JobStore jobs,
        CancellationToken cancellationToken,
        [Description("The last sequence number already received; 0 for the whole log.")] long after = 0) =>
        await jobs.FindAsync(id, cancellationToken) is null
            ? NoSuchJob(id)
            : TypedResults.Ok(await jobs.GetLogAsync(id, after, cancellationToken));

    private static async Task<Results<Ok<Report>, ProblemHttpResult>> Report(Guid id, JobStore jobs, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, cancellationToken) is not { } job)
        {
            return NoSuchJob(id);
        }

        return await jobs.GetReportAsync(id, cancellationToken) is { } report
            ? TypedResults.Ok(report)
            : Conflict($"The job is {EnumNames.Format(job.State)} and has no report; a job that has stopped, succeeded or diverged has one.");
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> OutOfFold(
        Guid id, JobStore jobs, ModelStore models, JobCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, cancellationToken) is not { } job)
        {
            return NoSuchJob(id);
        }

        var file = await FindVersionAsync(job, models, cancellationToken) is { } version
            ? checkpoints.GetFolder(id).GetOutOfFoldPath(version.Checkpoint)
            : null;
        return File.Exists(file)
            ? TypedResults.PhysicalFile(file, Csv)
            : Conflict($"The job is {EnumNames.Format(job.State)} and has no out-of-fold predictions; "
                + "a cross-validation that has stopped or succeeded has them.");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Submission(
        Guid id, JobStore jobs, ModelStore models, DatasetLibrary datasets, ServedModelCache served, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, cancellationToken) is not { } job)
        {
            return NoSuchJob(id);
        }

        if (await FindVersionAsync(job, models, cancellationToken) is not { } version)
        {
            return Conflict($"The job is {EnumNames.Format(job.State)} and has no model; a job that has stopped or succeeded has one.");
        }

        return await datasets.FindAsync(job.Spec.Dataset, cancellationToken) is { Kind: DatasetKind.Table }
            && await datasets.LoadAsync(job.Spec.Dataset, cancellationToken) is TableDataset { Test: { } test }
            ? TypedResults.Content(Training.Predicting.SubmissionCsv.Create(served.GetOrLoad(version).Predictor, test), Csv)
            : Conflict($"The dataset '{job.Spec.Dataset}' has no test table to predict.");
    }

    private static async Task<ModelVersion?> FindVersionAsync(Job job, ModelStore models, CancellationToken cancellationToken) =>
        job.Version is { } version ? await models.FindAsync(job.Model, version, cancellationToken) : null;

    private static ProblemHttpResult NoSuchJob(Guid id) =>
        TypedResults.Problem($"There is no job '{id}'. GET /api/jobs lists the jobs.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Returns 403 if another caller posted the job and this caller does not have the scope admin; otherwise null.</summary>
    private static ProblemHttpResult? RefuseOtherCallers(Job job, ClaimsPrincipal user) =>
        job.StartedBy == CallerClaims.GetName(user) || CallerClaims.HasScope(user, Scope.Admin)
            ? null
            : TypedResults.Problem(
                $"The job was posted by '{job.StartedBy}'. "
                    + "Only that caller, or a caller with the scope admin, may stop, cancel, resume or delete it.",
                statusCode: StatusCodes.Status403Forbidden);

    private static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}
