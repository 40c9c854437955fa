namespace LearnML.Contracts;

/// <summary>A row's true class and its prediction.</summary>
/// <param name="Row">The row's index in its part of the dataset.</param>
/// <param name="Label">The true class.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Probability">The probability of the predicted class, 0 to 1.</param>
/// <param name="Correct">Whether the prediction is correct.</param>
public sealed record SamplePrediction(int Row, string Label, string Predicted, double Probability, bool Correct);
