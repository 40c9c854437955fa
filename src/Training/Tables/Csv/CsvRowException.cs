namespace LearnML.Training.Tables.Csv;

/// <summary>A row of a file is not valid CSV.</summary>
/// <param name="line">The line at which the row begins, from 1.</param>
/// <param name="field">The index of the field, from 0; null if the problem is about the whole row.</param>
/// <param name="reason">What is wrong.</param>
internal sealed class CsvRowException(int line, int? field, string reason) : Exception(reason)
{
    /// <summary>Returns the problem with the name of its column, if the name is known.</summary>
    public TableProblem ToProblem(IReadOnlyList<string> columnNames) =>
        new(line, field is { } index && index < columnNames.Count ? columnNames[index] : null, Message);
}
