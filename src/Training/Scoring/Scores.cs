using LearnML.Contracts;

namespace LearnML.Training.Scoring;

/// <summary>The scores of a model on labelled rows.</summary>
/// <param name="Rows">The number of rows that were scored.</param>
/// <param name="Metrics">The metrics of the model.</param>
/// <param name="Constant">The metrics of the constant baseline; null for checkpoints of earlier versions.</param>
/// <param name="Details">The confusion matrix and samples, or the worst predictions, in a report without other parts.</param>
/// <param name="Warnings">What was left out or treated as missing.</param>
public sealed record Scores(int Rows, Metrics Metrics, Metrics? Constant, Report Details, IReadOnlyList<string> Warnings);
