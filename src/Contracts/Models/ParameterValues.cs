namespace LearnML.Contracts;

/// <summary>The numbers of a parameter, or some of them.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Count">How many numbers it has.</param>
/// <param name="Skip">How many are left out at the start.</param>
/// <param name="Values">The numbers, the last dimension running fastest.</param>
public sealed record ParameterValues(string Path, IReadOnlyList<long> Shape, long Count, long Skip, IReadOnlyList<float> Values);
