namespace LearnML.Training.Tables.Columns;

/// <summary>A value that does not fit its column, and was therefore read as missing.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Reason">Why the value does not fit.</param>
public sealed record CellProblem(int Row, string Column, string Reason);
