namespace LearnML.Contracts;

/// <summary>The trials of a search.</summary>
/// <param name="Objective">The metric on the validation rows that chose the best trial.</param>
/// <param name="Best">The number of the best trial, whose network is the model, or the first network of the model.</param>
/// <param name="Trials">All trials, by number.</param>
public sealed record SearchReport(StoppingMetric Objective, int Best, IReadOnlyList<SearchTrial> Trials)
{
    /// <summary>
    /// The numbers of the trials whose networks are the model, in the order in which they were chosen; null if only the best one is.
    /// </summary>
    public IReadOnlyList<int>? Ensemble { get; init; }
}
