namespace LearnML.Contracts;

/// <summary>The answers of a model, in the order of what it was asked.</summary>
/// <param name="Model">The model that answered.</param>
/// <param name="Version">Its version.</param>
/// <param name="Predictions">One answer per instance or row.</param>
/// <param name="Warnings">What was taken for missing, the first thousand of it; empty for images.</param>
public sealed record PredictionResponse(string Model, int Version, IReadOnlyList<Prediction> Predictions, IReadOnlyList<PredictionWarning> Warnings);
