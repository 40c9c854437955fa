namespace LearnML.Contracts;

/// <summary>The epoch whose weights are kept and scored.</summary>
public enum KeptEpoch
{
    /// <summary>The epoch with the lowest validation loss. With early stopping: the epoch with the best value of its validation metric.</summary>
    Best,

    /// <summary>The last epoch. The validation rows then select nothing, so their metrics are unbiased.</summary>
    Last,
}
