namespace LearnML.Api.Models.Inference.Writing;

/// <summary>An output tensor of a response.</summary>
/// <param name="Name">The name.</param>
/// <param name="Datatype">The datatype of the elements.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Parameters">The size of binary data; null if the elements are JSON.</param>
/// <param name="Data">The elements as JSON; null if they are binary.</param>
internal sealed record OutputTensor(string Name, string Datatype, IReadOnlyList<int> Shape, OutputParameters? Parameters, OutputData? Data);
