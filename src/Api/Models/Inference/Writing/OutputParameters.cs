namespace LearnML.Api.Models.Inference.Writing;

/// <summary>The parameters of an output tensor.</summary>
/// <param name="BinaryDataSize">The number of bytes of its elements, which follow the JSON.</param>
internal sealed record OutputParameters(int BinaryDataSize);
