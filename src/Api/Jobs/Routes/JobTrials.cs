using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Lists the trials of a search. Before the report is there, their scores come from their epochs so far.</summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="history">The stored epochs.</param>
internal sealed class JobTrials(JobStore jobs, JobHistory history)
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

        SearchTrial[] trials =
        [
            .. TrialSampler.Choose(search, job.Spec.Training.Seed).Select((values, index) =>
                new SearchTrial(index + 1, values, job.EndedAt is null ? TrialState.Waiting : TrialState.Skipped, null, null)),
        ];
        await foreach (var stored in history.Read(job.Id).ReadAllAsync(cancellationToken))
        {
            var epoch = stored.ToMetrics();
            if (epoch.Trial is not { } number)
            {
                continue;
            }

            var trial = trials[number - 1] with { State = job.EndedAt is null ? TrialState.Running : TrialState.Finished };
            var score = SearchObjective.ScoreOf(search.Objective, epoch.Validation);
            trials[trial.Number - 1] =
                SearchObjective.IsBetter(search.Objective, score, trial.Score) ? trial with { Score = score, Epoch = epoch.Epoch } : trial;
        }

        return trials;
    }
}
