namespace LearnML.Training.Tables.Csv;

/// <summary>A file is not a table that can be trained on. The message is for the user who sent the file.</summary>
/// <param name="subject">The file's name, as the start of a sentence: "The file houses.csv".</param>
/// <param name="problems">The problems, at least one.</param>
public sealed class TableFormatException(string subject, IReadOnlyList<TableProblem> problems)
    : Exception($"{subject} cannot be used: {string.Join("; ", problems)}.")
{
    /// <summary>The largest number of problems, or of columns, that a message lists; further ones are left out.</summary>
    public const int MaximumListed = 20;

    /// <summary>The problems, at least one.</summary>
    public IReadOnlyList<TableProblem> Problems { get; } = problems;
}
