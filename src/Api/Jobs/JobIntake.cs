using System.Text.Json.Nodes;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs;

/// <summary>Takes specs in: checks them, stores them as jobs and queues them.</summary>
public sealed class JobIntake(JobSpecValidator validator, JobStore jobs, JobQueue queue, JobChanges changes)
{
    /// <summary>202 with the job, or 400 with everything that is wrong with the spec.</summary>
    public async Task<Results<Accepted<Job>, ValidationProblem>> AcceptAsync(JsonNode? spec, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        if (await validator.ReadAsync(spec, errors, cancellation) is not var (valid, name))
        {
            return TypedResults.ValidationProblem(errors.ToDictionary(), "The spec cannot be run as it is; every reason is in errors.");
        }

        var job = await jobs.AddAsync(valid, name);
        queue.Enqueue(job.Id, name);
        changes.Notify(job.Id);
        return TypedResults.Accepted($"/api/jobs/{job.Id}", job);
    }
}
