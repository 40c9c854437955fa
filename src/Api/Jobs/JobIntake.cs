using System.Text.Json.Nodes;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Requests;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs;

/// <summary>Takes specs in: checks them, stores them as jobs and queues them.</summary>
public sealed class JobIntake(JobSpecValidator validator, JobStore jobs, JobQueue queue, JobChanges changes, TrainingTraces traces)
{
    /// <summary>202 with the job, or 400 with everything that is wrong with the spec.</summary>
    public async Task<Results<Accepted<Job>, ValidationProblem>> AcceptAsync(JsonNode? spec, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        if (await validator.ReadAsync(spec, errors, cancellation) is not { } valid)
        {
            return Refusal(errors);
        }

        var job = await jobs.AddAsync(valid.Spec, valid.Queue, traces.Current);
        queue.Enqueue(job.Id, valid.Queue);
        changes.Notify(job.Id);
        return TypedResults.Accepted($"/api/jobs/{job.Id}", job);
    }

    /// <summary>200 with what would run, or the same 400; nothing is stored.</summary>
    public async Task<Results<Ok<JobPreview>, ValidationProblem>> PreviewAsync(JsonNode? spec, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        return await validator.ReadAsync(spec, errors, cancellation) is { } valid
            ? TypedResults.Ok(new JobPreview(valid.Spec, NetworkGraphs.Of(valid.Spec.Network, valid.Inputs, valid.Outputs)))
            : Refusal(errors);
    }

    private static ValidationProblem Refusal(FieldErrors errors) =>
        TypedResults.ValidationProblem(errors.ToDictionary(), "The spec cannot be run as it is; every reason is in errors.");
}
