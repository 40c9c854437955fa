namespace LearnML.Contracts;

/// <summary>How much the rows of each class count in the training loss.</summary>
public enum ClassWeights
{
    /// <summary>Every row counts the same.</summary>
    None,

    /// <summary>Every class counts the same: the weight of a row is rows / (classes · rows of its class).</summary>
    Balanced,
}
