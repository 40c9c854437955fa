using System.Security.Claims;
using System.Text.Json.Nodes;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Jobs.Running;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Requests;
using LearnML.Api.Specs;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Accepts training specs: validates them, stores them as jobs and queues them.</summary>
public sealed class JobSubmitter(
    JobSpecValidator validator,
    JobStateStore states,
    JobCheckpoints checkpoints,
    JobQueue queue,
    JobChangeNotifier changes,
    TrainingTraces traces,
    TrainingSpeed speed)
{
    /// <summary>Returns 202 with the job, or 400 with all validation errors of the spec.</summary>
    public async Task<Results<Accepted<Job>, ValidationProblem>> SubmitAsync(
        JsonNode? body, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var (spec, labels) = JobLabelsReader.Split(body, errors);
        if (await validator.ReadAsync(spec, errors, cancellationToken) is not { } valid)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary(), "The spec is not valid; see errors.");
        }

        var job = await states.AddAsync(valid.Spec, valid.Queue, CallerClaims.GetName(user), traces.CurrentTraceParent, valid.UsesUpload, labels);
        await checkpoints.SaveLabelsAsync(job.Id);
        queue.Enqueue(job.Id, valid.Queue);
        changes.Notify(job.Id);
        return TypedResults.Accepted($"/api/jobs/{job.Id}", job);
    }

    /// <summary>
    /// Returns what the spec would run, or its validation errors. Clients call this while the user still edits the spec, so an invalid spec is
    /// a normal answer and not a 400. Nothing is stored.
    /// </summary>
    public async Task<JobPreview> PreviewAsync(JsonNode? body, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var (spec, _) = JobLabelsReader.Split(body, errors);
        return await validator.ReadAsync(spec, errors, cancellationToken) is { } valid
            ? new JobPreview(valid.Spec,
                NetworkGraphFactory.Create(valid.Spec.Network, valid.Inputs, valid.Outputs), new Dictionary<string, string[]>())
            {
                TaskReason = valid.TaskReason,
                Attention = valid.Attention,
                Notes = valid.Notes,
                Estimate = speed.Estimate(valid),
                Search = valid.SearchPlan is { } plan ? new SearchPreview(plan.Trials, plan.Shapes, plan.Stacks) : null,
            }
            : new JobPreview(null, null, errors.ToDictionary());
    }
}
