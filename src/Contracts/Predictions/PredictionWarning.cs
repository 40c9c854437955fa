namespace LearnML.Contracts;

/// <summary>A value that a model could not use and treated as missing.</summary>
/// <param name="Row">The row's index, from 0.</param>
/// <param name="Column">The column.</param>
/// <param name="Reason">What is wrong with the value.</param>
public sealed record PredictionWarning(int Row, string Column, string Reason);
