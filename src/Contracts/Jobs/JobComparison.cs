namespace LearnML.Contracts;

/// <summary>Jobs side by side.</summary>
/// <param name="Jobs">The jobs, in the order of the request.</param>
/// <param name="Differences">Where their specs differ.</param>
public sealed record JobComparison(IReadOnlyList<ComparedJob> Jobs, IReadOnlyList<SpecDifference> Differences);
