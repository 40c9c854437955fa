namespace LearnML.Contracts;

/// <summary>A value that a model could not use and took for missing.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Column">The column.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record PredictionWarning(int Row, string Column, string Reason);
