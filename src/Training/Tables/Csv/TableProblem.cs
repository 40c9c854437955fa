using System.Globalization;

namespace LearnML.Training.Tables.Csv;

/// <summary>A problem in a table's file.</summary>
/// <param name="Line">The line of the file, from 1; null if the problem is about the whole file.</param>
/// <param name="Column">The column's name; null if the problem is not about one column.</param>
/// <param name="Reason">What is wrong and what to do, as a sentence without a final period.</param>
public sealed record TableProblem(int? Line, string? Column, string Reason)
{
    /// <summary>The setting of the caller that is wrong, such as footerRows; null if the file is wrong.</summary>
    public string? Setting { get; init; }

    /// <summary>Returns the problem with its line and column.</summary>
    public override string ToString() => string.Concat(
        Line is null ? "" : string.Create(CultureInfo.InvariantCulture, $"line {Line}"),
        Line is not null && Column is not null ? ", " : "",
        Column is null ? "" : $"column '{Column}'",
        Line is null && Column is null ? "" : ": ",
        Reason);

    /// <summary>Returns a problem for each column name that appears more than once.</summary>
    internal static IEnumerable<TableProblem> ForRepeatedNames(int? line, IEnumerable<string> names) =>
        names.CountBy(name => name).Where(name => name.Value > 1)
            .Select(name => new TableProblem(line, name.Key, $"{name.Value} columns have this name"));

    /// <summary>Returns the problem of a row that has more or fewer fields than the file has columns.</summary>
    /// <param name="line">The line at which the row begins.</param>
    /// <param name="fields">The number of fields in the row.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="columnSource">What determines the number of columns: the header or the first row.</param>
    internal static TableProblem ForFieldCount(int line, int fields, int columns, string columnSource) =>
        new(line, null, $"the row has {fields} fields, but the {columnSource} has {columns}");
}
