namespace LearnML.Contracts;

/// <summary>The predictions of a model, in the order of the request.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Version">The version that predicted.</param>
/// <param name="Predictions">One prediction per instance or row.</param>
/// <param name="Warnings">The values that were treated as missing, in groups; empty for images.</param>
public sealed record PredictionResponse(
    string Model, int Version, IReadOnlyList<Prediction> Predictions, IReadOnlyList<PredictionWarning> Warnings);
