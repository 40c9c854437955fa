namespace LearnML.Api.Models.Inference.Reading;

/// <summary>An inference request.</summary>
/// <param name="Id">The client's id of the request, which the response repeats; null if there is none.</param>
/// <param name="Inputs">The input tensors.</param>
/// <param name="Outputs">The requested outputs; null requests all outputs.</param>
/// <param name="IsBinaryOutput">Whether outputs are sent as bytes, unless an output has a setting of its own.</param>
/// <param name="Interval">The level of the intervals around predicted numbers; null for none.</param>
/// <param name="Set">The level of the sets of classes; null for none.</param>
internal sealed record InferenceRequest(
    string? Id, IReadOnlyList<InferenceTensor> Inputs, IReadOnlyList<RequestedOutput>? Outputs, bool IsBinaryOutput, double? Interval,
    double? Set);
