using LearnML.Training.Tables;

namespace LearnML.Api.Serving;

/// <summary>Values that a model could not use, the first thousand: a small request can have millions.</summary>
internal sealed class Warnings
{
    private const int Most = 1000;

    private List<CellProblem>? problems;

    /// <summary>They, in the order of the rows.</summary>
    public IEnumerable<CellProblem> InOrder => problems?.OrderBy(problem => problem.Row) ?? Enumerable.Empty<CellProblem>();

    /// <summary>Whether there are any.</summary>
    public bool Any => problems is not null;

    /// <summary>Whether it takes no more.</summary>
    public bool IsFull => problems?.Count >= Most;

    /// <summary>Takes one more.</summary>
    public void Add(CellProblem problem)
    {
        if (!IsFull)
        {
            (problems ??= []).Add(problem);
        }
    }
}
