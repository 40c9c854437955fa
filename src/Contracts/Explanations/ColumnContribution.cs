namespace LearnML.Contracts;

/// <summary>What a column adds to a prediction.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Value">The Shapley value, in the unit of the prediction: of the target, or of the probability of the predicted class.</param>
public sealed record ColumnContribution(string Column, double Value);
