namespace LearnML.Contracts;

/// <summary>A layer of a network.</summary>
/// <param name="Path">
/// The path in the network. The layer's parameters are <c>{path}.weight</c> and so on; in an ensemble the network's number comes first:
/// <c>3.{path}.weight</c>.
/// </param>
/// <param name="Kind">
/// <c>linear</c>, <c>activation</c>, <c>dropout</c>, <c>normalization</c>, <c>scale</c>, <c>copies</c>, <c>embedding</c>,
/// <c>categoryEmbedding</c>, <c>categoryDropout</c> or <c>block</c>.
/// </param>
/// <param name="Detail">
/// The activation, the dropout rate, the normalization, the number of copies, the kind of a periodic embedding, the number of
/// columns that a category embedding replaces, or <c>residual</c>.
/// </param>
/// <param name="OutputShape">The dimensions of the output for one row; after <c>copies</c> also the number of copies.</param>
/// <param name="Parameters">The number of parameters; 0 for a block and for a layer that shares another layer's parameters.</param>
/// <param name="MultiplyAdds">The number of multiply-add operations per row; 0 for a block.</param>
/// <param name="Frozen">Whether the parameters are not trained.</param>
/// <param name="SharedWith">The path of the layer whose parameters this layer shares; null if it has its own.</param>
public sealed record GraphLayer(
    string Path, string Kind, string? Detail, IReadOnlyList<int> OutputShape, long Parameters, long MultiplyAdds, bool Frozen, string? SharedWith);
