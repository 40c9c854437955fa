namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The configuration of an input or output of a model.</summary>
/// <param name="Name">The name.</param>
/// <param name="DataType">The datatype of the elements, such as <c>TYPE_FP32</c>.</param>
/// <param name="Dims">The dimensions without the batch.</param>
internal sealed record TensorConfiguration(string Name, string DataType, IReadOnlyList<int> Dims);
