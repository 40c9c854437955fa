using System.Globalization;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Scoring;

/// <summary>Counts the cells of each column that a model treats as missing.</summary>
internal sealed class ColumnProblems
{
    /// <summary>The largest number of columns with a sentence of their own.</summary>
    private const int MaximumColumns = 100;

    private readonly Dictionary<string, (int Cells, CellProblem First)> columns = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];

    /// <summary>Counts a cell.</summary>
    public void Add(CellProblem problem) =>
        columns[problem.Column] = columns.TryGetValue(problem.Column, out var known) ? (known.Cells + 1, known.First) : (1, problem);

    /// <summary>Adds columns that the file does not have.</summary>
    public void AddMissing(IEnumerable<string> names) => missing.AddRange(names);

    /// <summary>Describes the problems: one sentence about all missing columns, and one for each of the first other columns.</summary>
    public IEnumerable<string> Describe() =>
    [
        .. DescribeMissing(),
        .. columns.Take(MaximumColumns).Select(column => column.Value.Cells == 1
            ? FormattableString.Invariant($"In the column '{column.Key}', row {column.Value.First.Row} (from 0): {column.Value.First.Reason}.")
            : FormattableString.Invariant($"In the column '{column.Key}', {column.Value.Cells:n0} cells do not fit and are missing or unknown, ")
                + FormattableString.Invariant($"the first in row {column.Value.First.Row} (from 0): {column.Value.First.Reason}.")),
        .. DescribeOthers([.. columns.Values.Skip(MaximumColumns).Select(column => column.Cells)]),
    ];

    private IEnumerable<string> DescribeMissing() => missing switch
    {
        [] => [],
        [var name] => [$"The file has no column '{name}', so all its values are missing."],
        _ => ["The file does not have the columns " + string.Join(", ", missing.Take(TableFormatException.MaximumListed).Select(name => $"'{name}'"))
            + (missing.Count > TableFormatException.MaximumListed ? $" and {Format(missing.Count - TableFormatException.MaximumListed)} more" : "")
            + ", so all their values are missing."],
    };

    private static IEnumerable<string> DescribeOthers(int[] cells) => cells.Length == 0 ? [] :
        [$"In {Format(cells.Length)} more columns, {Format(cells.Sum())} cells do not fit and are missing or unknown."];

    private static string Format(int number) => number.ToString("n0", CultureInfo.InvariantCulture);
}
