namespace LearnML.Api.Models.Inference.Reading;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">The name.</param>
/// <param name="Datatype">The datatype of the elements.</param>
/// <param name="Width">The number of elements per row.</param>
internal sealed record TensorDescription(string Name, Datatype Datatype, int Width);
