namespace LearnML.Training.Tables;

/// <summary>A row of a file is no CSV.</summary>
/// <param name="line">The line, from 1, at which the row begins.</param>
/// <param name="field">The field, from 0; null where it is about the whole row.</param>
/// <param name="reason">What is wrong.</param>
internal sealed class CsvRowException(int line, int? field, string reason) : Exception(reason)
{
    /// <summary>The problem, by the names of the columns as far as they are known.</summary>
    public TableProblem Problem(IReadOnlyList<string> names) => new(line, field is { } index && index < names.Count ? names[index] : null, Message);
}
