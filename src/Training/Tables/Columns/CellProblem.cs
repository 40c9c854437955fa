namespace LearnML.Training.Tables.Columns;

/// <summary>A value that does not fit its column, and was therefore read as missing.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Reason">Why the value does not fit.</param>
public sealed record CellProblem(int Row, string Column, string Reason)
{
    /// <summary>Returns the problem of a column whose name differs from that of a column of the model by case or spaces.</summary>
    /// <param name="name">The name of the column of the model.</param>
    public static string ExplainSimilarName(string name) => $"the column is read as '{name}'";

    /// <summary>Returns the problem of a column that the model does not have.</summary>
    /// <param name="nearest">The nearest name of a column of the model; null if none is near.</param>
    public static string ExplainUnknownName(string? nearest) =>
        nearest is null ? "the model has no such column" : $"the model has no such column; did you mean '{nearest}'?";
}
