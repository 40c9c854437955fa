namespace LearnML.Contracts;

/// <summary>The trials of a search.</summary>
/// <param name="Objective">The metric on the validation rows that chose the best trial.</param>
/// <param name="Best">The number of the best trial, whose network is the model.</param>
/// <param name="Trials">All trials, by number.</param>
public sealed record SearchReport(StoppingMetric Objective, int Best, IReadOnlyList<SearchTrial> Trials);
