namespace LearnML.Contracts;

/// <summary>What a part of a dataset holds.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="ClassCounts">How many rows of each class, by class index.</param>
public sealed record PartProfile(int Rows, IReadOnlyList<int> ClassCounts);
