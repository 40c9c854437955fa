namespace LearnML.Contracts;

/// <summary>A layer of a network.</summary>
/// <param name="Path">Where it is: its parameters are <c>{path}.weight</c> and so on, of an ensemble each network's behind its number, <c>3.{path}.weight</c>.</param>
/// <param name="Kind"><c>linear</c>, <c>activation</c>, <c>dropout</c>, <c>normalization</c> or <c>block</c>.</param>
/// <param name="Detail">Which one: the activation, the rate, the normalization, <c>residual</c>.</param>
/// <param name="OutputShape">The dimensions of what comes out for a row.</param>
/// <param name="Parameters">The numbers that it keeps; 0 for one that shares those of another, and for a block, whose layers follow.</param>
/// <param name="MultiplyAdds">Multiplications with an addition that a row takes in it; 0 for a block.</param>
/// <param name="Frozen">Whether its parameters are not trained.</param>
/// <param name="SharedWith">The path of the layer whose parameters it shares; null where it has its own.</param>
public sealed record GraphLayer(
    string Path, string Kind, string? Detail, IReadOnlyList<int> OutputShape, long Parameters, long MultiplyAdds, bool Frozen, string? SharedWith);
