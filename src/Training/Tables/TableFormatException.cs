namespace LearnML.Training.Tables;

/// <summary>A file is not a table that can be learned from. The message is written for whoever sent it.</summary>
/// <param name="subject">What it is about, as the beginning of a sentence: "The file houses.csv".</param>
/// <param name="problems">What is wrong, at least one thing.</param>
public sealed class TableFormatException(string subject, IReadOnlyList<TableProblem> problems)
    : Exception($"{subject} cannot be used: {string.Join("; ", problems)}.")
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<TableProblem> Problems { get; } = problems;
}
