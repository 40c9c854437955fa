using LearnML.Api.Requests;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Models.Serving;

/// <summary>Collects the first thousand values that a model cannot use: a small request can have millions of them.</summary>
internal sealed class PredictionWarnings
{
    private const int MaximumCount = 1000;

    private List<CellProblem>? problems;

    /// <summary>The warnings, ordered by row.</summary>
    public IEnumerable<CellProblem> OrderedByRow => problems?.OrderBy(problem => problem.Row) ?? Enumerable.Empty<CellProblem>();

    /// <summary>Whether there are warnings.</summary>
    public bool Any => problems is not null;

    /// <summary>Whether further warnings are dropped.</summary>
    public bool IsFull => problems?.Count >= MaximumCount;

    /// <summary>Adds a warning unless the list is full.</summary>
    public void Add(CellProblem problem)
    {
        if (!IsFull)
        {
            (problems ??= []).Add(problem with { Column = LongText.Shorten(problem.Column), Reason = LongText.Shorten(problem.Reason) });
        }
    }
}
