namespace LearnML.Contracts;

/// <summary>The answers of a model, in the order of the instances.</summary>
/// <param name="Model">The model that answered.</param>
/// <param name="Version">Its version.</param>
/// <param name="Predictions">One answer per instance.</param>
public sealed record PredictionResponse(string Model, int Version, IReadOnlyList<ClassPrediction> Predictions);
