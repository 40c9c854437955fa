using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Jobs;

/// <summary>Finds the scores of a job's best epoch.</summary>
internal static class BestEpoch
{
    /// <summary>The better of what was best before and of further epochs; null where there are none.</summary>
    /// <param name="spec">What is trained.</param>
    /// <param name="before">What was best before.</param>
    /// <param name="epochs">The further epochs.</param>
    public static Metrics? Of(JobSpec spec, Metrics? before, IEnumerable<EpochMetrics> epochs) =>
        epochs.Select(epoch => Scores(spec, epoch)).Prepend(before).OfType<Metrics>().MinBy(scores => scores.Loss);

    /// <summary>The same of all epochs of a job that are stored.</summary>
    public static Metrics? Of(JobSpec spec, LearnMLContext context, Guid jobId) =>
        Of(spec, null, context.Metrics.AsNoTracking().Where(row => row.JobId == jobId).OrderBy(row => row.Sequence).Select(row => row.Metrics).AsEnumerable());

    /// <summary>The scores of the network that a job has kept: of a cross-validation the mean over the folds.</summary>
    public static Metrics? Of(Report kept) => kept.CrossValidation?.Mean.Validation ?? kept.Validation;

    // The final network of a cross-validation has training scores alone, and those are no match for the folds'.
    private static Metrics? Scores(JobSpec spec, EpochMetrics epoch) => epoch.Validation ?? (spec.Validation.Folds is null ? epoch.Train : null);
}
