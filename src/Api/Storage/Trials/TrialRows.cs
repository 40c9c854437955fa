using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Trials;

/// <summary>Writes the states of the trials of a search, in the caller's transaction. The caller saves the changes.</summary>
internal static class TrialRows
{
    /// <summary>Adds epochs to the trials that they are of. These trials run again.</summary>
    /// <param name="context">The database.</param>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="epochs">The epochs. Those without a trial are passed over.</param>
    public static void AddEpochsOfTrials(this DbContext context, JobSpec spec, IReadOnlyList<EpochMetrics> epochs)
    {
        if (spec.Search is not { } search || epochs.FirstOrDefault(epoch => epoch.Trial is not null) is not { } first)
        {
            return;
        }

        int[] numbers = [.. epochs.Select(epoch => epoch.Trial).OfType<int>().Distinct()];
        var rows = FindTrials(context, first.JobId, numbers);
        foreach (var epoch in epochs.Where(epoch => epoch.Trial is not null))
        {
            var number = epoch.Trial!.Value;
            if (!rows.TryGetValue(number, out var row))
            {
                rows[number] = row = new TrialRow { JobId = epoch.JobId, Number = number };
                context.Add(row);
            }

            row.State = TrialState.Running;
            var score = SearchObjective.ScoreOf(search.Objective, epoch.Validation);
            if (SearchObjective.IsBetter(search.Objective, score, row.Score))
            {
                (row.Score, row.Epoch) = (score, epoch.Epoch);
            }
        }
    }

    /// <summary>
    /// Deletes the trials that have epochs after a sequence number, and adds what is left of their epochs. Those epochs are about to be replaced.
    /// </summary>
    /// <param name="context">The database.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="spec">The spec of the job, with a search.</param>
    /// <param name="stored">All stored epochs of the job.</param>
    /// <param name="after">The sequence number.</param>
    public static void RemoveEpochsOfTrials(this DbContext context, Guid jobId, JobSpec spec, IReadOnlyList<EpochMetrics> stored, long after)
    {
        var changed = stored.Where(epoch => epoch.Sequence > after).Select(epoch => epoch.Trial).OfType<int>().ToHashSet();
        if (changed.Count > 0)
        {
            context.Set<TrialRow>().Where(row => row.JobId == jobId && changed.Contains(row.Number)).ExecuteDelete();
            context.AddEpochsOfTrials(spec, [.. stored.Where(epoch => epoch.Sequence <= after && changed.Contains(epoch.Trial ?? 0))]);
        }
    }

    /// <summary>Ends trials.</summary>
    /// <param name="context">The database.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="objective">The objective of the search.</param>
    /// <param name="ends">The ends. Those that are stored stay as they are.</param>
    public static void EndTrials(this DbContext context, Guid jobId, StoppingMetric objective, IReadOnlyList<TrialEnd> ends)
    {
        int[] numbers = [.. ends.Select(end => end.Trial).Distinct()];
        var rows = FindTrials(context, jobId, numbers);
        foreach (var end in ends)
        {
            // A trial can diverge before its first epoch has a finite score.
            if (!rows.TryGetValue(end.Trial, out var row))
            {
                rows[end.Trial] = row = new TrialRow { JobId = jobId, Number = end.Trial };
                context.Add(row);
            }

            row.State = end.State;
            (row.Score, row.Epoch) = (SearchObjective.ScoreOf(objective, end.Validation), end.Epoch);
        }
    }

    /// <summary>Returns the stored trials with these numbers, and those that were added and not saved yet.</summary>
    private static Dictionary<int, TrialRow> FindTrials(DbContext context, Guid jobId, int[] numbers) =>
        context.Set<TrialRow>().Where(row => row.JobId == jobId && numbers.Contains(row.Number)).AsEnumerable().Union(context.Set<TrialRow>().Local)
            .ToDictionary(row => row.Number);
}
