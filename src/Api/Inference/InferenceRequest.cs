namespace LearnML.Api.Inference;

/// <summary>What a request asks.</summary>
/// <param name="Id">The client's own, which is given back; null where there is none.</param>
/// <param name="Inputs">Its tensors.</param>
/// <param name="Outputs">What it wants; null: everything.</param>
/// <param name="IsBinaryOutput">Whether outputs that do not say it for themselves are to be bytes.</param>
internal sealed record InferenceRequest(string? Id, IReadOnlyList<InferenceTensor> Inputs, IReadOnlyList<RequestedOutput>? Outputs, bool IsBinaryOutput);
