namespace LearnML.Contracts;

/// <summary>The epoch whose weights are kept and scored.</summary>
public enum KeptEpoch
{
    /// <summary>The epoch with the lowest validation loss. With early stopping: the epoch with the best value of its validation metric.</summary>
    Best,

    /// <summary>The last epoch. The validation rows then select nothing, so their metrics are unbiased.</summary>
    Last,

    /// <summary>
    /// Only with folds: the epoch with the lowest mean validation loss of the other folds, or their best mean value of early stopping's metric. The
    /// mean of losses and errors is geometric: a fold with far-out rows counts no more than the others. The rows that score a fold's network have
    /// no part in the choice. All folds of a repeat train together; with early stopping they end together,
    /// once every fold has its epoch.
    /// </summary>
    BestOfOtherFolds,
}
