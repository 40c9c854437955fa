namespace LearnML.Contracts;

/// <summary>How much the rows of a class count in the loss that is trained.</summary>
public enum ClassWeights
{
    /// <summary>Every row alike.</summary>
    None,

    /// <summary>Every class alike: a row counts by rows / (classes · rows of its class).</summary>
    Balanced,
}
