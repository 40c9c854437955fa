namespace LearnML.Contracts;

/// <summary>A row beside what the network said of it.</summary>
/// <param name="Row">Its index in its part of the dataset.</param>
/// <param name="Label">What it is.</param>
/// <param name="Predicted">What the network said.</param>
/// <param name="Probability">How sure the network was, 0 to 1.</param>
/// <param name="Correct">Whether the two agree.</param>
public sealed record SamplePrediction(int Row, string Label, string Predicted, double Probability, bool Correct);
