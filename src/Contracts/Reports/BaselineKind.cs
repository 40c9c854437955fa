namespace LearnML.Contracts;

/// <summary>A simple prediction to compare a network with.</summary>
public enum BaselineKind
{
    /// <summary>The same for every row: the class shares, or the mean.</summary>
    Constant,

    /// <summary>Ridge or logistic regression.</summary>
    Linear,

    /// <summary>Gradient boosted trees, if the spec asks for them.</summary>
    BoostedTrees,
}
