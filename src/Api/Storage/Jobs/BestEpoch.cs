using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Finds the scores of a job's best epoch.</summary>
internal static class BestEpoch
{
    /// <summary>Returns the scores with the lowest loss among the best so far and further epochs; null if there are none.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="before">The best scores so far; null if there are none.</param>
    /// <param name="epochs">The further epochs.</param>
    public static Metrics? FindScores(JobSpec spec, Metrics? before, IEnumerable<EpochMetrics> epochs) =>
        epochs.Select(epoch => ComparableScores(spec, epoch)).Prepend(before).OfType<Metrics>().MinBy(scores => scores.Loss);

    /// <summary>Returns the scores with the lowest loss among all stored epochs of a job; null if there are none.</summary>
    public static Metrics? FindScores(JobSpec spec, LearnMLContext context, Guid jobId) =>
        FindScores(spec, null, context.SelectEpochs(jobId).AsEnumerable());

    /// <inheritdoc cref="FindScores(JobSpec, LearnMLContext, Guid)"/>
    public static async Task<Metrics?> FindScoresAsync(JobSpec spec, LearnMLContext context, Guid jobId)
    {
        Metrics? best = null;
        await foreach (var epoch in context.SelectEpochs(jobId).AsAsyncEnumerable())
        {
            best = FindScores(spec, best, [epoch]);
        }

        return best;
    }

    // The final network of a cross-validation has only training scores. They cannot be compared with the validation scores of the folds.
    private static Metrics? ComparableScores(JobSpec spec, EpochMetrics epoch) =>
        epoch.Validation ?? (spec.Validation.Folds is null ? epoch.Train : null);
}
