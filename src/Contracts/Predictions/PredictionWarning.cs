namespace LearnML.Contracts;

/// <summary>A value that a model could not use and treated as missing, or several such values of the same kind.</summary>
/// <param name="Row">The index of the first row, from 0.</param>
/// <param name="LastRow">The index of the last row.</param>
/// <param name="Column">The column; the first one if there are several.</param>
/// <param name="Reason">What is wrong with the values.</param>
/// <param name="Count">The number of values. Rows between the first and the last may have none.</param>
public sealed record PredictionWarning(int Row, int LastRow, string Column, string Reason, long Count);
