namespace LearnML.Training.Tables;

/// <summary>Gathers what is wrong with a file, so that all of it is told at once.</summary>
/// <param name="fileName">What the sender calls the file.</param>
internal sealed class TableProblems(string fileName)
{
    /// <summary>More would not help anyone.</summary>
    public const int Most = 20;

    private readonly List<TableProblem> problems = [];

    public bool AreTooMany => problems.Count >= Most;

    public void Add(int? line, string? column, string reason) => Add(new TableProblem(line, column, reason));

    public void Add(TableProblem problem)
    {
        if (!AreTooMany)
        {
            problems.Add(problem);
        }
    }

    public void ThrowIfAny()
    {
        if (problems.Count > 0)
        {
            throw new TableFormatException($"The file {fileName}", problems);
        }
    }
}
