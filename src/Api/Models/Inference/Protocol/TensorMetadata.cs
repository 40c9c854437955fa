namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The metadata of an input or output of a model.</summary>
/// <param name="Name">The name.</param>
/// <param name="Datatype">The datatype of the elements.</param>
/// <param name="Shape">The dimensions; -1 for any size.</param>
internal sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<int> Shape);
