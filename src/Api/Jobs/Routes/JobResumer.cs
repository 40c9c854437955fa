using System.Text.Json.Nodes;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Jobs.Searches;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Resumes a job that was stopped, failed or was interrupted, from its latest checkpoint.</summary>
public sealed class JobResumer(
    DatasetLibrary datasets,
    DeviceQueues queues,
    JobStore jobs,
    JobStateStore states,
    JobQueue queue,
    JobCheckpoints checkpoints,
    JobChangeNotifier changes,
    SearchEditor searches,
    IOptions<LearnMLOptions> options)
{
    /// <summary>Returns 202 with the job, 400 with the validation errors of the request, or 409 if the job cannot be resumed.</summary>
    public async Task<Results<Accepted<Job>, ValidationProblem, ProblemHttpResult>> ResumeAsync(
        Job job, JsonNode? body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var errors = new FieldErrors();
        var resumePoint = checkpoints.GetFolder(job.Id).ReadResumePoint();

        // If the limit was lowered after the job was posted, the job may still use the epochs of its spec.
        var maximum = Math.Max(options.Value.Limits.Epochs, job.Spec.Training.Epochs);
        var request = new StrictJsonReader(errors).Read<ResumeRequest>(body ?? new JsonObject());
        var epochs = request?.Epochs ?? job.Spec.Training.Epochs;
        errors.Require(
            epochs >= job.Spec.Training.Epochs && epochs <= maximum,
            "epochs",
            $"must be between {job.Spec.Training.Epochs} (the job's current setting) and {maximum}");
        errors.Require(
            epochs == job.Spec.Training.Epochs || job.Spec.Validation.Folds is null || resumePoint is null or { FinishedFolds: 0 },
            "epochs",
            "cannot be raised after a fold has finished: that fold would have trained for fewer epochs than the others. "
                + "Post the spec again with more epochs");
        errors.Require(epochs == job.Spec.Training.Epochs || job.Spec.Search is null, "epochs",
            "cannot be raised in a search, whose ended trials would have fewer epochs than the others. Post the spec again with more epochs");
        var spec = job.Spec with { Training = job.Spec.Training with { Epochs = epochs } };
        spec = request?.Search is { } edit && errors.IsEmpty ? await searches.EditAsync(job, spec, edit, errors, cancellationToken) : spec;
        var queueName = await queues.FindAsync(job.Spec.Training.Device, errors, cancellationToken);
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary(), "The job cannot be resumed with this request; see errors.");
        }

        var usesUpload = await datasets.FindAsync(job.Spec.Dataset, cancellationToken) is { IsUploaded: true };
        if (await FindDatasetConflictAsync(job, resumePoint, cancellationToken) is { } reason)
        {
            return TypedResults.Problem(reason, statusCode: StatusCodes.Status409Conflict);
        }

        if (!await states.ResumeAsync(job.Id, spec, queueName!, resumePoint?.ReportedEpochs ?? 0, usesUpload))
        {
            return TypedResults.Problem(
                $"The job is {EnumNames.Format(job.State)}; only a stopped, failed or interrupted job can be resumed.",
                statusCode: StatusCodes.Status409Conflict);
        }

        // Read before the job is queued, so that the answer shows it as queued: a worker may start it immediately.
        var resumed = await jobs.FindAsync(job.Id, cancellationToken);
        queue.Enqueue(job.Id, queueName!);
        changes.Notify(job.Id);
        return TypedResults.Accepted($"/api/jobs/{job.Id}", resumed);
    }

    /// <summary>Returns why the job cannot continue on the current dataset; null if it can.</summary>
    private async Task<string?> FindDatasetConflictAsync(Job job, ResumePoint? resumePoint, CancellationToken cancellationToken)
    {
        var dataset = job.Spec.Dataset;
        return await datasets.FindAsync(dataset, cancellationToken) switch
        {
            null => $"The dataset '{dataset}' no longer exists.",
            { Kind: DatasetKind.Table } when resumePoint?.TrainingDataHash is { } trainedHash
                && trainedHash != (await datasets.LoadAsync(dataset, cancellationToken)).TrainingDataHash =>
                $"The dataset '{dataset}' has changed since the job's latest checkpoint: its rows or column types differ. Post the spec again.",
            _ => null,
        };
    }
}
