namespace LearnML.Contracts;

/// <summary>The values of a parameter, or a range of them.</summary>
/// <param name="Path">The parameter's path in the network.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Count">The number of values in the whole parameter.</param>
/// <param name="Skip">The number of values before the first one here.</param>
/// <param name="Values">The values in row-major order: the last dimension changes fastest.</param>
public sealed record ParameterValues(string Path, IReadOnlyList<long> Shape, long Count, long Skip, IReadOnlyList<float> Values);
