using System.Globalization;

namespace LearnML.Training.Tables;

/// <summary>Something wrong with a table's file.</summary>
/// <param name="Line">The line of the file, from 1; null where it is about all of it.</param>
/// <param name="Column">The column; null where it is about all of them.</param>
/// <param name="Reason">What is wrong and what to do, as a sentence without its end.</param>
public sealed record TableProblem(int? Line, string? Column, string Reason)
{
    /// <summary>The problem with its place.</summary>
    public override string ToString() => string.Concat(
        Line is null ? "" : string.Create(CultureInfo.InvariantCulture, $"line {Line}"),
        Line is not null && Column is not null ? ", " : "",
        Column is null ? "" : $"column '{Column}'",
        Line is null && Column is null ? "" : ": ",
        Reason);
}
