namespace LearnML.Contracts;

/// <summary>A comparison of several jobs.</summary>
/// <param name="Jobs">The jobs, in the order of the request.</param>
/// <param name="Differences">The fields in which their specs differ.</param>
public sealed record JobComparison(IReadOnlyList<ComparedJob> Jobs, IReadOnlyList<SpecDifference> Differences);
