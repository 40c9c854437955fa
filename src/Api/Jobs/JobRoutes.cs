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
            .WithDescription("Answers at once; the job waits for its device. Only `dataset` is required. Follow it at `Location`, or live over `/hubs/training`.")
            .Takes<JobSpec>(Examples.Spec).AddsJob().For(Scope.Train);
        jobs.MapPost("/preview", Preview).WithSummary("Say what a spec would run, without running it")
            .WithDescription("Checks the spec as `POST /api/jobs` does and answers in some milliseconds: the spec with every default filled in, and the layers of its network; or `errors` by field, where it cannot be run. Nothing is stored.")
            .Takes<JobSpec>(Examples.Spec);
        jobs.MapGet("/schema", Schema).WithSummary("Get the JSON Schema of a spec")
            .WithDescription("Of draft 2020-12, with what is said here of its fields. A default is told where it is the same for every dataset; `/preview` fills in the others.")
            .Produces<JsonObject>(200, SpecSchema.ContentType);
        jobs.MapGet("/", List).WithSummary("List jobs, the newest first").Problems(400);
        jobs.MapGet("/compare", Compare).WithSummary("Line jobs up: where their specs differ, curves, final scores").Problems(400, 404);
        jobs.MapGet("/{id:guid}", Get).WithSummary("Get a job: state, progress, speed, remaining time").Problems(404).Tries(Any);
        jobs.MapPost("/{id:guid}/stop", Stop).WithSummary("Finish now and keep the best epoch so far")
            .WithDescription("Answers at once; the training ends after the batch in hand, and the epoch cut short is scored as any other.").Problems(404, 409).Tries(Open).For(Scope.Train);
        jobs.MapPost("/{id:guid}/cancel", Cancel).WithSummary("End and discard")
            .WithDescription("Answers at once; the training ends after the batch in hand. The metrics stay until the job is deleted.").Problems(404, 409).Tries(Open).For(Scope.Train);
        jobs.MapPost("/{id:guid}/resume", Resume).WithSummary("Go on from the latest checkpoint, optionally for more epochs")
            .WithDescription("Of a job that was stopped, failed or was interrupted. Metrics behind that checkpoint are told anew: watch on from the job's `lastSequence`. It adds a model version of its own.")
            .Takes<ResumeRequest>(Examples.Resume, isOptional: true).AddsJob().Problems(404, 409).Tries(Resumable).For(Scope.Train);
        jobs.MapDelete("/{id:guid}", Delete).WithSummary("Delete a job that has ended, with its metrics, log and report")
            .WithDescription("The model version that it added stays.").Problems(404, 409).Tries(Ended).For(Scope.Train);
        jobs.MapGet("/{id:guid}/metrics", Metrics).WithSummary("Get the metrics of every epoch after a sequence number").Problems(400, 404).Tries(WithReport);
        jobs.MapGet("/{id:guid}/log", Log).WithSummary("Get the job's log after a sequence number")
            .WithDescription("What happened to it: who trained it on what, requests, checkpoints that it went on from, folds, how it ended and why. Epochs are at `/metrics`.").Problems(400, 404).Tries(Any);
        jobs.MapGet("/{id:guid}/out-of-fold", OutOfFold).WithSummary("Get what each row's fold said of it, as CSV")
            .WithDescription("The row, its fold, the truth, the prediction, and of classes the probability of each.").Produces<string>(200, Csv).Problems(404, 409).Tries(OnHouses);
        jobs.MapGet("/{id:guid}/submission", Submission).WithSummary("Get the model's predictions of the dataset's test table, as CSV")
            .WithDescription("The file that Kaggle takes: the identifier and the prediction of each row.").Produces<string>(200, Csv).Problems(404, 409).Tries(OnHouses);
        jobs.MapGet("/{id:guid}/report", Report).WithSummary("Get the final evaluation")
            .WithDescription("Of the kept epoch, once the job has stopped or succeeded; of a job that diverged, what its epochs show.").Problems(404, 409).Tries(WithReport);
    }

    private static Task<Results<Accepted<Job>, ValidationProblem>> Post(JsonBody body, ClaimsPrincipal user, JobIntake intake, CancellationToken cancellation) =>
        intake.AcceptAsync(body.Json, user, cancellation);

    private static async Task<Ok<JobPreview>> Preview(JsonBody body, JobIntake intake, CancellationToken cancellation) =>
        TypedResults.Ok(await intake.PreviewAsync(body.Json, cancellation));

    private static JsonHttpResult<JsonObject> Schema(SpecSchema schema) => TypedResults.Json(schema.Json, contentType: SpecSchema.ContentType);

    private static async Task<Results<Ok<Page<Job>>, ValidationProblem>> List(
        JobStore jobs,
        CancellationToken cancellation,
        [Description("Only jobs in this state: queued, running, stopping, stopped, succeeded, failed, cancelled or interrupted.")] string? state = null,
        [Description("Only jobs on this dataset.")] string? dataset = null,
        [Description("Only jobs of this model.")] string? model = null,
        [Description("Sort the oldest first.")] bool oldestFirst = false,
        [Description("Jobs to leave out at the start.")] int skip = 0,
        [Description("Jobs to return at most, 1 to 200.")] int take = 50)
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
        [Description("The jobs, 2 to 20, with commas between.")] string ids, JobStore jobs, JobComparer comparer, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var known = new List<Guid>();
        foreach (var text in ids.Split(',', StringSplitOptions.TrimEntries))
        {
            var isId = Guid.TryParse(text, out var id);
            errors.Require(isId, "ids", $"'{text}' is no job's id");
            known.Add(id);
        }

        errors.Require(known.Count is >= 2 and <= MaximumCompared, "ids", $"must be 2 to {MaximumCompared} jobs");
        errors.Require(known.Distinct().Count() == known.Count, "ids", "must differ");
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
        Guid id, Func<Guid, bool> end, ClaimsPrincipal user, JobStore jobs, RunningJobs running, MetricsFeed feed, JobChanges changes, CancellationToken cancellation)
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
        Guid id, JsonBody body, ClaimsPrincipal user, JobStore jobs, JobResume resume, CancellationToken cancellation) =>
        await jobs.FindAsync(id, cancellation) is not { } job ? NoSuchJob(id)
        : NotTheirs(job, user) is { } refusal ? refusal
        : await resume.ResumeAsync(job, body.Json, cancellation);

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
        [Description("The last sequence number already seen; 0 for the whole history.")] long after = 0,
        [Description("Whether to tell what was measured of each layer, which is more than half of the answer.")] bool layers = true)
    {
        return await jobs.FindAsync(id, cancellation) is null ? NoSuchJob(id) : new StoredEpochs(await jobs.StoredMetricsAsync(id, after, cancellation), layers);
    }

    private static async Task<Results<Ok<IReadOnlyList<JobLogEntry>>, ProblemHttpResult>> Log(
        Guid id,
        JobStore jobs,
        CancellationToken cancellation,
        [Description("The last sequence number already seen; 0 for the whole log.")] long after = 0) =>
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
            : Conflict($"The job is {EnumWord.Of(job.State)} and has no out-of-fold predictions; a cross-validation that has stopped or succeeded has them.");
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
        TypedResults.Problem($"There is no job '{id}'. GET /api/jobs lists them.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>403 where a job is another caller's; null where it is not, or the caller may do everything.</summary>
    private static ProblemHttpResult? NotTheirs(Job job, ClaimsPrincipal user) => job.StartedBy == Callers.NameOf(user) || Callers.May(user, Scope.Admin)
        ? null
        : TypedResults.Problem($"The job was posted by '{job.StartedBy}'. Only that caller, or one with the scope admin, may end, resume or delete it.", statusCode: StatusCodes.Status403Forbidden);

    private static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}
