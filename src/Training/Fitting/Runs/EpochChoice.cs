using LearnML.Contracts;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Training.Fitting.Runs;

/// <summary>
/// Chooses the epoch that each split keeps, and ends the training of a split whose choice is made by early stopping. With
/// <see cref="KeptEpoch.BestOfOtherFolds"/>, a fold's epoch minimizes the mean score of the other folds, so no row that scores a network has
/// chosen its epoch. The mean of losses is geometric, so that one fold with far-out rows does not choose for all.
/// </summary>
/// <param name="keep">The epoch to keep.</param>
/// <param name="splits">The progress of each split.</param>
internal sealed class EpochChoice(KeptEpoch keep, IReadOnlyList<SplitProgress> splits)
{
    private readonly EarlyStopping?[] stopping = [.. splits.Select(split => split.EarlyStopping is { } early ? new EarlyStopping(early) : null)];

    private readonly bool[] isMade = new bool[splits.Count];

    /// <summary>Whether the training of all splits has ended.</summary>
    public bool HaveAllEnded => Array.TrueForAll(isMade, made => made);

    /// <summary>Whether early stopping has made the choice of a split. Later epochs do not change it.</summary>
    public bool IsMade(int split) => isMade[split];

    /// <summary>
    /// Whether the training of a split has ended. Folds that choose for each other end together, because each choice needs the scores of the others.
    /// So do the folds of a trial, whose score is their mean.
    /// </summary>
    public bool HasEnded(int split) => splits[split].HasDiverged
        || (keep == KeptEpoch.BestOfOtherFolds || splits[split].Trial is not null ? SplitsOfTrial(split).All(IsMade) : isMade[split]);

    /// <summary>Adds an epoch of a split. The scores of all splits for this epoch must be part of their progress.</summary>
    /// <returns>The value that the epoch to keep minimizes; null if the last epoch is kept, or without validation rows.</returns>
    public double? Add(int split)
    {
        var value = keep switch
        {
            KeptEpoch.Best => splits[split].ValidationValue,
            KeptEpoch.BestOfOtherFolds => Mean(split, SplitsOfTrial(split).Where(other => other != split)),
            _ => null,
        };
        isMade[split] |= value is not null && stopping[split]?.ShouldStop(value.Value) == true;
        return value;
    }

    /// <summary>Ends the training of a split that diverged, or that has its last epoch.</summary>
    public void End(int split) => isMade[split] = true;

    /// <summary>Returns the folds that are trained for the same trial as this one.</summary>
    public IEnumerable<int> SplitsOfTrial(int split) => Enumerable.Range(0, splits.Count).Where(other => splits[other].Trial == splits[split].Trial);

    // The value of the accuracy is negative.
    private double? Mean(int split, IEnumerable<int> folds)
    {
        var values = folds.Select(fold => splits[fold].ValidationValue!.Value).ToArray();
        return values.Length == 0 ? null
            : splits[split].EarlyStopping?.Metric == StoppingMetric.Accuracy ? values.Average()
            : Math.Exp(values.Average(Math.Log));
    }
}
