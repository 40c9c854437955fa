using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Nodes;
using LearnML.Api.Access;
using LearnML.Api.Datasets;
using LearnML.Api.Limits;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Models;
using LearnML.Api.Requests;
using LearnML.Api.Serving;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs;

internal static class JobRoutes
{
    private const int MaximumPage = 200;
    private const int MaximumCompared = 20;
    private const string Csv = "text/csv";

    private static JobExample Any { get; } = new(Enum.GetValues<JobState>());

    private static JobExample Open { get; } = new(JobState.Queued, JobState.Running, JobState.Stopping);

    private static JobExample Ended { get; } = new(JobStore.Ended);

    private static JobExample Resumable { get; } = new(JobState.Stopped, JobState.Failed, JobState.Interrupted);

    private static JobExample OnHouses { get; } = new(JobState.Succeeded, JobState.Stopped) { Dataset = "kaggle-house" };

    private static JobExample WithReport { get; } = new(JobState.Succeeded, JobState.Stopped);

    public static void MapJobs(this WebApplication app)
    {
        var jobs = app.MapGroup("/api/jobs").WithTags("Jobs").For(Scope.Read).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        jobs.MapPost("/", Post).WithSummary("Run a spec")
            .WithDescription("Returns at once; the job waits in the queue of its device. Only `dataset` is required. "
                + "Follow the job at `Location`, or live over `/hubs/training`.")
            .Takes<JobSpec>(Examples.Spec).AddsJob().For(Scope.Train);
        jobs.MapPost("/preview", Preview).WithSummary("Preview what a spec would run, without running it")
            .WithDescription("Validates the spec as `POST /api/jobs` does, and returns within milliseconds: the spec with every default filled in "
                + "and the layers of its network, or `errors` by field if the spec is not valid. Nothing is stored.")
            .Takes<JobSpec>(Examples.Spec);
        jobs.MapGet("/schema", Schema).WithSummary("Get the JSON Schema of a spec")
            .WithDescription("JSON Schema draft 2020-12, with the same field descriptions as this page. It lists the defaults that are the same for "
                + "every dataset; `/preview` fills in the others.")
            .Produces<JsonObject>(200, SpecSchema.ContentType);
        jobs.MapGet("/", List).WithSummary("List jobs, the newest first").Problems(400);
        jobs.MapGet("/compare", Compare).WithSummary("Compare jobs: differences of their specs, curves, final scores").Problems(400, 404);
        jobs.MapGet("/{id:guid}", Get).WithSummary("Get a job: state, progress, speed, remaining time").Problems(404).Tries(Any);
        jobs.MapPost("/{id:guid}/stop", Stop).WithSummary("Stop a job and keep its best epoch so far")
            .WithDescription("Returns at once; the training ends after the current batch, and the shortened epoch is scored like any other.")
            .Problems(404, 409).Tries(Open).For(Scope.Train);
        jobs.MapPost("/{id:guid}/cancel", Cancel).WithSummary("Cancel a job and discard its network")
            .WithDescription("Returns at once; the training ends after the current batch. The metrics stay until the job is deleted.")
            .Problems(404, 409).Tries(Open).For(Scope.Train);
        jobs.MapPost("/{id:guid}/resume", Resume).WithSummary("Resume a job from its latest checkpoint, optionally for more epochs")
            .WithDescription("The job must be stopped, failed or interrupted. It reports the epochs after that checkpoint again: continue to watch "
                + "from the job's `lastSequence`. The resumed job adds a new model version.")
            .Takes<ResumeRequest>(Examples.Resume, isOptional: true).AddsJob().Problems(404, 409).Tries(Resumable).For(Scope.Train);
        jobs.MapDelete("/{id:guid}", Delete).WithSummary("Delete a job that has ended, with its metrics, log and report")
            .WithDescription("The model versions that it added stay.").Problems(404, 409).Tries(Ended).For(Scope.Train);
        jobs.MapGet("/{id:guid}/metrics", Metrics).WithSummary("Get the metrics of every epoch after a sequence number")
            .Problems(400, 404).Tries(WithReport);
        jobs.MapGet("/{id:guid}/log", Log).WithSummary("Get the job's log after a sequence number")
            .WithDescription("The events of the job: which process trained it on which device, requests, checkpoints it resumed from, folds, how it "
                + "ended and why. Epochs are at `/metrics`.").Problems(400, 404).Tries(Any);
        jobs.MapGet("/{id:guid}/out-of-fold", OutOfFold).WithSummary("Get the out-of-fold prediction of each row, as CSV")
            .WithDescription("The row, its fold, its label, the prediction, and for a classification the probability of each class.")
            .Produces<string>(200, Csv).Problems(404, 409).Tries(OnHouses);
        jobs.MapGet("/{id:guid}/submission", Submission).WithSummary("Get the model's predictions for the dataset's test table, as CSV")
            .WithDescription("A file for a Kaggle submission: the identifier and the prediction of each row.")
            .Produces<string>(200, Csv).Problems(404, 409).Tries(OnHouses);
        jobs.MapGet("/{id:guid}/report", Report).WithSummary("Get the final evaluation")
            .WithDescription("The scores of the epoch that became the model, once the job has stopped or succeeded. "
                + "For a job that diverged: a diagnosis of its epochs.")
            .Problems(404, 409).Tries(WithReport);
    }

    private static Task<Results<Accepted<Job>, ValidationProblem>> Post(
        JsonBody body, ClaimsPrincipal user, JobIntake submitter, CancellationToken cancellation) =>
        submitter.AcceptAsync(body.Json, user, cancellation);

    private static async Task<Ok<JobPreview>> Preview(JsonBody body, JobIntake submitter, CancellationToken cancellation) =>
        TypedResults.Ok(await submitter.PreviewAsync(body.Json, cancellation));

    private static JsonHttpResult<JsonObject> Schema(SpecSchema schema) => TypedResults.Json(schema.Json, contentType: SpecSchema.ContentType);

    private static async Task<Results<Ok<Page<Job>>, ValidationProblem>> List(
        JobStore jobs,
        CancellationToken cancellation,
        [Description("Only jobs in this state: queued, running, stopping, stopped, succeeded, failed, cancelled or interrupted.")]
        string? state = null,
        [Description("Only jobs on this dataset.")] string? dataset = null,
        [Description("Only jobs of this model.")] string? model = null,
        [Description("Whether the oldest job comes first.")] bool oldestFirst = false,
        [Description("The number of jobs to skip at the start.")] int skip = 0,
        [Description("The largest number of jobs to return, 1 to 200.")] int take = 50)
    {
        var errors = new FieldErrors();
        var inState = EnumWord.Parse<JobState>(state, "state", errors);
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumPage, "take", $"must be 1 to {MaximumPage}");
        return errors.None
            ? TypedResults.Ok(await jobs.ListAsync(new JobQuery(inState, dataset, model, oldestFirst, skip, take), cancellation))
            : TypedResults.ValidationProblem(errors.ToDictionary());
    }

    private static async Task<Results<Ok<JobComparison>, ValidationProblem, ProblemHttpResult>> Compare(
        [Description("The ids of 2 to 20 jobs, separated by commas.")] string ids,
        JobStore jobs,
        JobComparer comparer,
        CancellationToken cancellation)
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
        if (!errors.None)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        var compared = new List<Job>();
        foreach (var id in known)
        {
            if (await jobs.FindAsync(id, cancellation) is not { } job)
            {
                return NoSuchJob(id);
            }

            compared.Add(job);
        }

        return TypedResults.Ok(await comparer.CompareAsync(compared, cancellation));
    }

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> Get(Guid id, JobStore jobs, CancellationToken cancellation) =>
        await jobs.FindAsync(id, cancellation) is { } job ? TypedResults.Ok(job) : NoSuchJob(id);

    private static Task<Results<Accepted<Job>, ProblemHttpResult>> Stop(
        Guid id, ClaimsPrincipal user, JobStore jobs, RunningJobs running, MetricsFeed feed, JobChanges changes, CancellationToken cancellation) =>
        EndAsync(id, jobs.Stop, user, jobs, running, feed, changes, cancellation);

    private static Task<Results<Accepted<Job>, ProblemHttpResult>> Cancel(
        Guid id, ClaimsPrincipal user, JobStore jobs, RunningJobs running, MetricsFeed feed, JobChanges changes, CancellationToken cancellation) =>
        EndAsync(id, job => jobs.End(job, JobState.Cancelled), user, jobs, running, feed, changes, cancellation);

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> EndAsync(
        Guid id,
        Func<Guid, bool> end,
        ClaimsPrincipal user,
        JobStore jobs,
        RunningJobs running,
        MetricsFeed feed,
        JobChanges changes,
        CancellationToken cancellation)
    {
        if (await jobs.FindAsync(id, cancellation) is { } found && NotTheirs(found, user) is { } refusal)
        {
            return refusal;
        }

        var ended = end(id);
        running.Look(id);
        if (await jobs.FindAsync(id, cancellation) is not { } job)
        {
            return NoSuchJob(id);
        }

        if (!ended)
        {
            return Conflict($"The job has already ended: it is {EnumWord.Of(job.State)}.");
        }

        if (JobStore.Ended.Contains(job.State))
        {
            feed.Complete(id);
        }

        changes.Notify(id);
        return TypedResults.Accepted($"/api/jobs/{id}", job);
    }

    private static async Task<Results<Accepted<Job>, ValidationProblem, ProblemHttpResult>> Resume(
        Guid id, JsonBody body, ClaimsPrincipal user, JobStore jobs, JobResume resumer, CancellationToken cancellation) =>
        await jobs.FindAsync(id, cancellation) is not { } job ? NoSuchJob(id)
        : NotTheirs(job, user) is { } refusal ? refusal
        : await resumer.ResumeAsync(job, body.Json, cancellation);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, ClaimsPrincipal user, JobStore jobs, JobCheckpoints checkpoints, CancellationToken cancellation)
    {
        if (await jobs.FindAsync(id, cancellation) is not { } job)
        {
            return NoSuchJob(id);
        }

        if (NotTheirs(job, user) is { } refusal)
        {
            return refusal;
        }

        if (!await jobs.DeleteAsync(id, cancellation))
        {
            return Conflict($"The job is {EnumWord.Of(job.State)}; only a job that has ended can be deleted. Cancel it first.");
        }

        checkpoints.Tidy(id);

        return TypedResults.NoContent();
    }

    private static async Task<Results<StoredEpochs, ProblemHttpResult>> Metrics(
        Guid id,
        JobStore jobs,
        CancellationToken cancellation,
        [Description("The last sequence number already received; 0 for the whole history.")] long after = 0,
        [Description("Whether to include the statistics of each layer, which are more than half of the response.")] bool layers = true)
    {
        return await jobs.FindAsync(id, cancellation) is null
            ? NoSuchJob(id)
            : new StoredEpochs(await jobs.StoredMetricsAsync(id, after, cancellation), layers);
    }

    private static async Task<Results<Ok<IReadOnlyList<JobLogEntry>>, ProblemHttpResult>> Log(
        Guid id,
        JobStore jobs,
        CancellationToken cancellation,
        [Description("The last sequence number already received; 0 for the whole log.")] long after = 0) =>
        await jobs.FindAsync(id, cancellation) is null
            ? NoSuchJob(id)
            : TypedResults.Ok(await jobs.LogAsync(id, after, cancellation));

    private static async Task<Results<Ok<Report>, ProblemHttpResult>> Report(Guid id, JobStore jobs, CancellationToken cancellation)
    {
        if (await jobs.FindAsync(id, cancellation) is not { } job)
        {
            return NoSuchJob(id);
        }

        return await jobs.ReportAsync(id, cancellation) is { } report
            ? TypedResults.Ok(report)
            : Conflict($"The job is {EnumWord.Of(job.State)} and has no report; a job that has stopped, succeeded or diverged has one.");
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> OutOfFold(
        Guid id, JobStore jobs, ModelStore models, JobCheckpoints checkpoints, CancellationToken cancellation)
    {
        if (await jobs.FindAsync(id, cancellation) is not { } job)
        {
            return NoSuchJob(id);
        }

        var file = await VersionAsync(job, models, cancellation) is { } version
            ? checkpoints.Of(id).OutOfFoldFile(version.Checkpoint)
            : null;
        return File.Exists(file)
            ? TypedResults.PhysicalFile(file, Csv)
            : Conflict($"The job is {EnumWord.Of(job.State)} and has no out-of-fold predictions; "
                + "a cross-validation that has stopped or succeeded has them.");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Submission(
        Guid id, JobStore jobs, ModelStore models, DatasetLibrary datasets, ServedModelCache served, CancellationToken cancellation)
    {
        if (await jobs.FindAsync(id, cancellation) is not { } job)
        {
            return NoSuchJob(id);
        }

        if (await VersionAsync(job, models, cancellation) is not { } version)
        {
            return Conflict($"The job is {EnumWord.Of(job.State)} and has no model; a job that has stopped or succeeded has one.");
        }

        return await datasets.FindAsync(job.Spec.Dataset, cancellation) is { Kind: DatasetKind.Table }
            && await datasets.LoadAsync(job.Spec.Dataset, cancellation) is TableDataset { Test: { } test }
            ? TypedResults.Content(Training.Predicting.Submission.Of(served.Get(version).Predictor, test), Csv)
            : Conflict($"The dataset '{job.Spec.Dataset}' has no test table to predict.");
    }

    private static async Task<ModelVersion?> VersionAsync(Job job, ModelStore models, CancellationToken cancellation) =>
        job.Version is { } version ? await models.FindAsync(job.Model, version, cancellation) : null;

    private static ProblemHttpResult NoSuchJob(Guid id) =>
        TypedResults.Problem($"There is no job '{id}'. GET /api/jobs lists the jobs.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Returns 403 if another caller posted the job and this caller does not have the scope admin; otherwise null.</summary>
    private static ProblemHttpResult? NotTheirs(Job job, ClaimsPrincipal user) =>
        job.StartedBy == Callers.NameOf(user) || Callers.May(user, Scope.Admin)
            ? null
            : TypedResults.Problem(
                $"The job was posted by '{job.StartedBy}'. "
                    + "Only that caller, or a caller with the scope admin, may stop, cancel, resume or delete it.",
                statusCode: StatusCodes.Status403Forbidden);

    private static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}
