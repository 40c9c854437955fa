using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;

namespace LearnML.Api.Jobs.Searches;

/// <summary>Lists the trials of a search. Before the report is there, their states and scores are those that the training has told so far.</summary>
/// <param name="jobs">The stored jobs.</param>
internal sealed class JobTrials(JobStore jobs)
{
    /// <summary>Returns all trials of a job, by number; none if it has no search.</summary>
    public async Task<IReadOnlyList<SearchTrial>> ListAsync(Job job, CancellationToken cancellationToken)
    {
        if (job.Spec.Search is not { } search)
        {
            return [];
        }

        if ((await jobs.GetReportAsync(job.Id, cancellationToken))?.Search is { } ended)
        {
            return ended.Trials;
        }

        var begun = (await jobs.GetTrialsAsync(job.Id, cancellationToken)).ToDictionary(trial => trial.Number);
        return
        [
            .. TrialSampler.Choose(search, job.Spec.Training.Seed).Select((values, index) =>
                !begun.TryGetValue(index + 1, out var trial)
                    ? new SearchTrial(index + 1, values, job.EndedAt is null ? TrialState.Waiting : TrialState.Skipped, null, null)
                    : new SearchTrial(index + 1, values,
                        trial.State == TrialState.Running && job.EndedAt is not null ? TrialState.Cancelled : trial.State,
                        trial.Score, trial.Epoch)),
        ];
    }
}
