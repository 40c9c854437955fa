namespace LearnML.Contracts;

/// <summary>A row beside the number that the network said of it.</summary>
/// <param name="Row">Its index in its part of the dataset.</param>
/// <param name="Value">What it is.</param>
/// <param name="Predicted">What the network said.</param>
public sealed record SampleValue(int Row, double Value, double Predicted);
