namespace LearnML.Contracts;

/// <summary>The labelled rows to score a model on.</summary>
/// <param name="Dataset">The name of a built-in or uploaded dataset.</param>
/// <param name="Part">The part of the dataset: <c>train</c>, which is all rows without a test part, or <c>test</c>. Default: <c>train</c>.</param>
public sealed record EvaluationRequest(string Dataset, DatasetPart Part = DatasetPart.Train);
