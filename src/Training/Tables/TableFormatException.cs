namespace LearnML.Training.Tables;

/// <summary>A file is not a table that can be learned from. The message is written for whoever sent it.</summary>
/// <param name="fileName">What the sender calls the file.</param>
/// <param name="problems">What is wrong, at least one thing.</param>
public sealed class TableFormatException(string fileName, IReadOnlyList<TableProblem> problems)
    : Exception($"The file {fileName} cannot be used: {string.Join("; ", problems)}.")
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<TableProblem> Problems { get; } = problems;
}
