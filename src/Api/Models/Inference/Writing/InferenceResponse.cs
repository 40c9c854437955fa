namespace LearnML.Api.Models.Inference.Writing;

/// <summary>The response to an inference request.</summary>
/// <param name="ModelName">The name of the model.</param>
/// <param name="ModelVersion">The number of the version.</param>
/// <param name="Id">The client's id of the request; null if there is none.</param>
/// <param name="Parameters">Warnings; null if there are none.</param>
/// <param name="Outputs">The output tensors.</param>
internal sealed record InferenceResponse(
    string ModelName, string ModelVersion, string? Id, ResponseParameters? Parameters, IReadOnlyList<OutputTensor> Outputs);
