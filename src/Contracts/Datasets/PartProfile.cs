namespace LearnML.Contracts;

/// <summary>The size and classes of one part of a dataset.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="ClassCounts">The number of rows of each class, by class index.</param>
public sealed record PartProfile(int Rows, IReadOnlyList<int> ClassCounts);
