using System.Text.Json.Nodes;
using LearnML.Api.Datasets;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>Lets a job that ended without success go on from its latest checkpoint.</summary>
public sealed class JobResume(DatasetLibrary datasets, DeviceQueues queues, JobStore jobs, JobQueue queue, JobCheckpoints checkpoints, JobChanges changes, IOptions<LearnMLOptions> options)
{
    /// <summary>202 with the job, 400 with what is wrong with the request, or 409 where the job cannot go on.</summary>
    public async Task<Results<Accepted<Job>, ValidationProblem, ProblemHttpResult>> ResumeAsync(Job job, JsonNode? body, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        var errors = new FieldErrors();

        // A limit that was lowered since is none for the epochs that it was posted with.
        var most = Math.Max(options.Value.Limits.Epochs, job.Spec.Training.Epochs);
        var epochs = new StrictReader(errors).Read<ResumeRequest>(body ?? new JsonObject())?.Epochs ?? job.Spec.Training.Epochs;
        errors.Require(
            epochs >= job.Spec.Training.Epochs && epochs <= most,
            "epochs",
            $"must be {job.Spec.Training.Epochs}, the job's epochs so far, to {most}");
        errors.Require(
            epochs == job.Spec.Training.Epochs || job.Spec.Validation.Folds is null || checkpoints.Of(job.Id).FinishedFolds() == 0,
            "epochs",
            "cannot be raised once folds are done: they would have learned less than the others. Post the spec anew with more epochs");
        var name = await queues.FindAsync(job.Spec.Training.Device, errors, cancellation);
        if (!errors.None)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary(), "The job cannot go on as asked; every reason is in errors.");
        }

        if (await OtherwiseAsync(job, cancellation) is { } reason)
        {
            return TypedResults.Problem(reason, statusCode: StatusCodes.Status409Conflict);
        }

        var spec = job.Spec with { Training = job.Spec.Training with { Epochs = epochs } };
        var told = checkpoints.Of(job.Id).ToldEpochs();
        if (!jobs.Resume(job.Id, spec, name!, told))
        {
            return TypedResults.Problem(
                $"The job is {EnumWord.Of(job.State)}; only one that was stopped, failed or was interrupted can be resumed.", statusCode: StatusCodes.Status409Conflict);
        }

        // As it waits: once it is queued it may be ahead at once.
        var resumed = await jobs.FindAsync(job.Id, cancellation);
        queue.Enqueue(job.Id, name!);
        changes.Notify(job.Id);
        return TypedResults.Accepted($"/api/jobs/{job.Id}", resumed);
    }

    /// <summary>Why what was learned so far does not go on from the dataset as it now is; null where it does.</summary>
    private async Task<string?> OtherwiseAsync(Job job, CancellationToken cancellation)
    {
        var dataset = job.Spec.Dataset;
        return await datasets.FindAsync(dataset, cancellation) switch
        {
            null => $"The dataset '{dataset}' is no longer here.",
            { Kind: DatasetKind.Table } when checkpoints.Of(job.Id).LearnedHash() is { } learned && learned != (await datasets.LoadAsync(dataset, cancellation)).LearnedHash =>
                $"The dataset '{dataset}' has been changed since: what was learned so far is of other types or rows. Post the spec again.",
            _ => null,
        };
    }
}
