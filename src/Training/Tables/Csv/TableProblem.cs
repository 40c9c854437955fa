using System.Globalization;

namespace LearnML.Training.Tables.Csv;

/// <summary>A problem in a table's file.</summary>
/// <param name="Line">The line of the file, from 1; null if the problem is about the whole file.</param>
/// <param name="Column">The column's name; null if the problem is not about one column.</param>
/// <param name="Reason">What is wrong and what to do, as a sentence without a final period.</param>
public sealed record TableProblem(int? Line, string? Column, string Reason)
{
    /// <summary>Returns the problem with its line and column.</summary>
    public override string ToString() => string.Concat(
        Line is null ? "" : string.Create(CultureInfo.InvariantCulture, $"line {Line}"),
        Line is not null && Column is not null ? ", " : "",
        Column is null ? "" : $"column '{Column}'",
        Line is null && Column is null ? "" : ": ",
        Reason);
}
