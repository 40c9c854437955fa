namespace LearnML.Training.Tables;

/// <summary>A value that was read as missing because it is not what its column holds.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Column">The column.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record CellProblem(int Row, string Column, string Reason);
