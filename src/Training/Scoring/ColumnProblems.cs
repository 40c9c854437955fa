using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Scoring;

/// <summary>Counts the cells of each column that a model treats as missing.</summary>
internal sealed class ColumnProblems
{
    private readonly Dictionary<string, (int Cells, CellProblem First)> columns = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];

    /// <summary>Counts a cell.</summary>
    public void Add(CellProblem problem) =>
        columns[problem.Column] = columns.TryGetValue(problem.Column, out var known) ? (known.Cells + 1, known.First) : (1, problem);

    /// <summary>Adds columns that the file does not have.</summary>
    public void AddMissing(IEnumerable<string> names) => missing.AddRange(names);

    /// <summary>Describes the problems, one sentence for each column.</summary>
    public IEnumerable<string> Describe() =>
    [
        .. missing.Select(name => $"The file has no column '{name}', so all its values are missing."),
        .. columns.Select(column => column.Value.Cells == 1
            ? FormattableString.Invariant($"In the column '{column.Key}', row {column.Value.First.Row} (from 0): {column.Value.First.Reason}.")
            : FormattableString.Invariant($"In the column '{column.Key}', {column.Value.Cells:n0} cells do not fit and are missing or unknown, ")
                + FormattableString.Invariant($"the first in row {column.Value.First.Row} (from 0): {column.Value.First.Reason}.")),
    ];
}
