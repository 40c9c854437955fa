namespace LearnML.Contracts;

/// <summary>A row's true value and its prediction.</summary>
/// <param name="Row">The row's index in its part of the dataset.</param>
/// <param name="Value">The true value.</param>
/// <param name="Predicted">The predicted value.</param>
public sealed record SampleValue(int Row, double Value, double Predicted);
