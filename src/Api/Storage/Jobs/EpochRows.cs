using LearnML.Api.Storage.Listing;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Adds the epochs of a job to those that are stored.</summary>
internal static class EpochRows
{
    /// <summary>Adds the epochs that a run reports, and updates the job, in the caller's transaction.</summary>
    /// <param name="context">The database.</param>
    /// <param name="owned">The job's row as long as this process owns the job; otherwise no row.</param>
    /// <param name="job">The job.</param>
    /// <param name="reportedBefore">The number of epochs the run has reported before.</param>
    /// <param name="scores">The epochs. At least one.</param>
    /// <param name="progress">The progress of the job; null before its first batch.</param>
    /// <returns>The epochs that were not stored yet; null if this process does not own the job.</returns>
    public static IReadOnlyList<EpochMetrics>? AddEpochs(
        this LearnMLContext context,
        IQueryable<JobRow> owned,
        JobRow job,
        long reportedBefore,
        IReadOnlyList<EpochScores> scores,
        JobProgress? progress)
    {
        if (owned.Select(row => new { row.LastSequence, row.Best }).SingleOrDefault() is not { } current)
        {
            return null;
        }

        EpochMetrics[] reported = [.. scores.Select((each, index) => ToMetrics(each, job.Id, reportedBefore + 1 + index))];
        var added = ReplaceFromFirstDifference(context, job.Spec, reported, current.LastSequence);
        if (added is not [.., var last])
        {
            return [];
        }

        // The best epoch so far may be one of the replaced epochs. It is null if an older version of LearnML stored the epochs.
        var isBestKnown = added[0].Sequence > current.LastSequence && current.Best is not null;
        var best = BestEpoch.FindScores(job.Spec, isBestKnown ? current.Best : BestEpoch.FindScores(job.Spec, context, job.Id), added);
        int?[] folds = [.. added.Where(each => each.Epoch == last.Epoch).Select(each => each.Fold).Distinct()];
        var fold = folds.Length == 1 ? folds[0] : null;
        var isOwned = owned.ExecuteUpdate(update => update
            .SetProperty(row => row.Epoch, last.Epoch)
            .SetProperty(row => row.Fold, fold)
            .SetProperty(row => row.Best, best)
            .SetProperty(row => row.LastSequence, last.Sequence)
            .SetProgress(progress)) > 0;
        if (isOwned && best != current.Best)
        {
            context.UpdateJobScores(job.Id, JobFieldValues.GetScores(best));
        }

        context.AddEpochsOfTrials(job.Spec, added);

        return isOwned ? added : null;
    }

    /// <summary>
    /// Adds epochs. Epochs that are already stored with the same values stay. From the first epoch that differs, the stored epochs are replaced.
    /// </summary>
    /// <returns>The epochs that were added.</returns>
    private static EpochMetrics[] ReplaceFromFirstDifference(LearnMLContext context, JobSpec spec, EpochMetrics[] reported, long stored)
    {
        var (jobId, first) = (reported[0].JobId, reported[0].Sequence);
        var known = first <= stored ? first + CountEqual(context, reported) - 1 : stored;
        EpochMetrics[] added = [.. reported.Where(epoch => epoch.Sequence > known)];
        if (added.Length > 0)
        {
            if (known < stored && spec.Search is not null)
            {
                context.RemoveEpochsOfTrials(jobId, spec, [.. context.SelectEpochs(jobId)], known);
            }

            context.Metrics.Where(row => row.JobId == jobId && row.Sequence > known).ExecuteDelete();
            context.AddRange(added.Select(epoch => new MetricsRow { JobId = jobId, Sequence = epoch.Sequence, Metrics = epoch }));
        }

        return added;
    }

    /// <summary>Selects the stored epochs of a job, in order.</summary>
    public static IQueryable<EpochMetrics> SelectEpochs(this LearnMLContext context, Guid jobId) =>
        context.Metrics.AsNoTracking().Where(row => row.JobId == jobId).OrderBy(row => row.Sequence).Select(row => row.Metrics);

    private static EpochMetrics ToMetrics(EpochScores scores, Guid jobId, long sequence) => new()
    {
        Sequence = sequence,
        JobId = jobId,
        Fold = scores.Fold,
        Trial = scores.Trial,
        Epoch = scores.Epoch,
        ElapsedSeconds = scores.ElapsedSeconds,
        Train = scores.Train,
        Validation = scores.Validation,
        LearningRate = scores.LearningRate,
        GradientNorm = scores.GradientNorm,
        Layers = scores.Layers,
    };

    /// <summary>Returns how many of the reported epochs are stored with the same values, before the first that differs or is missing.</summary>
    private static int CountEqual(LearnMLContext context, EpochMetrics[] reported)
    {
        var (jobId, first, last) = (reported[0].JobId, reported[0].Sequence, reported[^1].Sequence);
        var stored = context.Metrics.AsNoTracking()
            .Where(row => row.JobId == jobId && row.Sequence >= first && row.Sequence <= last)
            .OrderBy(row => row.Sequence)
            .Select(row => row.Metrics)
            .AsEnumerable();
        return reported.Zip(stored).TakeWhile(pair => Values(pair.First) == Values(pair.Second)).Count();
    }

    private static (int? Fold, int Epoch, double Train, double? Validation) Values(EpochMetrics epoch) =>
        (epoch.Fold, epoch.Epoch, epoch.Train.Loss, epoch.Validation?.Loss);
}
