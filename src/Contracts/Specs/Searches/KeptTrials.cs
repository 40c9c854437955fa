namespace LearnML.Contracts;

/// <summary>Which trials of a search become the model.</summary>
public enum KeptTrials
{
    /// <summary>The best one.</summary>
    Best,

    /// <summary>
    /// Several whose mean prediction is better than that of the best one: a greedy selection among the 16 best trials (Caruana et al. 2004,
    /// https://doi.org/10.1145/1015330.1015432) that have the layers of the best one, which is the first member.
    /// </summary>
    Ensemble,
}
