namespace LearnML.Contracts;

/// <summary>The epoch whose weights are kept and scored.</summary>
public enum KeptEpoch
{
    /// <summary>The one of the lowest validation loss.</summary>
    Best,

    /// <summary>The last one: nothing is chosen by the validation rows, and their score is independent.</summary>
    Last,
}
