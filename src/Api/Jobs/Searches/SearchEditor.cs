using System.Globalization;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Api.Specs;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;

namespace LearnML.Api.Jobs.Searches;

/// <summary>Changes the search of a job that is resumed.</summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="specs">Validates the changed spec.</param>
public sealed class SearchEditor(JobStore jobs, JobSpecValidator specs)
{
    /// <summary>Returns the spec with the changed search. Trials that have begun keep their values.</summary>
    /// <param name="job">The job.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="change">The changes.</param>
    /// <param name="errors">Collects the validation errors.</param>
    /// <param name="cancellationToken">Cancels the validation.</param>
    public async Task<JobSpec> EditAsync(Job job, JobSpec spec, ResumedSearch change, FieldErrors errors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(errors);
        if (spec.Search is not { Algorithm: SearchAlgorithm.Random } search)
        {
            errors.Add("search", spec.Search is null
                ? "does not apply: the job is not a search"
                : "can only be changed for the algorithm random. A grid tries all combinations, halving compares all trials. Post the spec again");
            return spec;
        }

        var stored = await jobs.GetTrialsAsync(job.Id, cancellationToken);
        var begun = stored.Select(trial => trial.Number).DefaultIfEmpty(0).Max();
        var trials = change.Trials ?? (int)TrialSampler.Count(search);
        errors.Require(trials >= begun, "search.trials", string.Create(CultureInfo.InvariantCulture,
            $"must be at least {begun}, because trial {begun} has begun"));
        var changed = spec with
        {
            Search = search with
            {
                Trials = trials,
                Space = change.Space ?? search.Space,
                First = change.Space is null ? search.First : [.. TrialSampler.Choose(search, spec.Training.Seed).Take(begun)],
            },
        };
        return errors.IsEmpty
            ? (await specs.ReadAsync(JsonSerializer.SerializeToNode(changed, WireFormat.Options), errors, cancellationToken))?.Spec ?? spec
            : spec;
    }
}
