using LearnML.Contracts;
using LearnML.Training.Evaluation;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Adds the epochs of a job to those that are stored.</summary>
internal static class EpochRows
{
    /// <summary>
    /// Adds epochs in the caller's transaction. Epochs that are already stored with the same values stay. From the first epoch that differs,
    /// the stored epochs are replaced.
    /// </summary>
    /// <param name="context">The database.</param>
    /// <param name="reported">The epochs that the run reports, with their sequence numbers, in order.</param>
    /// <param name="stored">The newest stored sequence number of the job.</param>
    /// <returns>The epochs that were added.</returns>
    public static EpochMetrics[] AddNewEpochs(this LearnMLContext context, IReadOnlyList<EpochMetrics> reported, long stored)
    {
        var (jobId, first) = (reported[0].JobId, reported[0].Sequence);
        var known = first <= stored ? first + CountEqual(context, reported) - 1 : stored;
        EpochMetrics[] added = [.. reported.Where(epoch => epoch.Sequence > known)];
        if (added.Length > 0)
        {
            context.Metrics.Where(row => row.JobId == jobId && row.Sequence > known).ExecuteDelete();
            context.AddRange(added.Select(epoch => new MetricsRow { JobId = jobId, Sequence = epoch.Sequence, Metrics = epoch }));
        }

        return added;
    }

    /// <summary>Returns the scores of an epoch as metrics of a job.</summary>
    public static EpochMetrics ToMetrics(this EpochScores scores, Guid jobId, long sequence) => new()
    {
        Sequence = sequence,
        JobId = jobId,
        Fold = scores.Fold,
        Epoch = scores.Epoch,
        ElapsedSeconds = scores.ElapsedSeconds,
        Train = scores.Train,
        Validation = scores.Validation,
        LearningRate = scores.LearningRate,
        GradientNorm = scores.GradientNorm,
        Layers = scores.Layers,
    };

    /// <summary>Returns how many of the reported epochs are stored with the same values, before the first that differs or is missing.</summary>
    private static int CountEqual(LearnMLContext context, IReadOnlyList<EpochMetrics> reported)
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
