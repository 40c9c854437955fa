namespace LearnML.Training.Tables.Csv;

/// <summary>Collects the problems of a file, so that all of them are reported at once.</summary>
/// <param name="fileName">The file's name for the error message.</param>
internal sealed class TableProblemCollector(string fileName)
{
    private readonly List<TableProblem> problems = [];

    /// <summary>Whether the maximum number of problems is reached.</summary>
    public bool IsFull => problems.Count >= TableFormatException.MaximumListed;

    /// <summary>Adds a problem, unless the maximum is reached.</summary>
    public void Add(int? line, string? column, string reason) => Add(new TableProblem(line, column, reason));

    /// <summary>Adds a problem, unless the maximum is reached.</summary>
    public void Add(TableProblem problem)
    {
        if (!IsFull)
        {
            problems.Add(problem);
        }
    }

    /// <summary>Throws if there are problems.</summary>
    /// <exception cref="TableFormatException">There is at least one problem.</exception>
    public void ThrowIfAny()
    {
        if (problems.Count > 0)
        {
            throw new TableFormatException($"The file {fileName}", problems);
        }
    }
}
