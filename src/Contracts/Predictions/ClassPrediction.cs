namespace LearnML.Contracts;

/// <summary>A class, with how sure the network is of each.</summary>
/// <param name="Label">The most probable class.</param>
/// <param name="ClassIndex">Its index in the model's classes.</param>
/// <param name="Probabilities">Of every class, in the order of the model's classes; they sum to 1.</param>
public sealed record ClassPrediction(string Label, int ClassIndex, IReadOnlyList<float> Probabilities);
