using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Evaluation;

/// <summary>The rows of a table, other than the training table, that a model can be scored on.</summary>
/// <param name="Rows">The rows that have a target the model knows, in ascending order.</param>
/// <param name="Targets">The target and the weight of each of these rows.</param>
internal sealed record LabelledRows(long[] Rows, Targets Targets)
{
    private const int MaximumNames = 5;

    /// <summary>The number of rows without a target.</summary>
    public int MissingTargets { get; private init; }

    /// <summary>The classes that the model was not trained with, and the number of their rows; the most frequent first.</summary>
    public IReadOnlyList<(string Name, int Rows)> UnknownClasses { get; private init; } = [];

    /// <summary>Reads the targets of a table.</summary>
    /// <param name="column">The target column.</param>
    /// <param name="weights">The weight of each row; null if all rows have the same weight.</param>
    /// <param name="classes">The class index of each text; -1 for an unknown class.</param>
    public static LabelledRows Read(Column column, NumberColumn? weights, Func<string, int> classes) => column switch
    {
        NumberColumn numbers => FromNumbers(numbers, weights),
        CategoryColumn categories => FromCategories(categories, weights, classes),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    /// <summary>Says which rows are not scored, and why, one sentence each.</summary>
    public IEnumerable<string> DescribeLeftOut(string target)
    {
        if (MissingTargets > 0)
        {
            yield return FormattableString.Invariant(
                $"{CountRows(MissingTargets)} no value in the column '{target}', so {They(MissingTargets)} not scored.");
        }

        if (UnknownClasses.Count > 0)
        {
            var names = UnknownClasses.Take(MaximumNames).Select(unknown => FormattableString.Invariant($"'{unknown.Name}' ({unknown.Rows:n0})"));
            var rows = UnknownClasses.Sum(unknown => unknown.Rows);
            yield return FormattableString.Invariant($"{CountRows(rows)} a class in the column '{target}' ")
                + $"that the model was not trained with, so {They(rows)} not scored: {string.Join(", ", names)}"
                + (UnknownClasses.Count > MaximumNames ? ", ...." : ".");
        }
    }

    /// <summary>Joins the rows of the parts of one table, whose numbers already count from its start.</summary>
    public static LabelledRows Concat(IReadOnlyList<LabelledRows> parts) =>
        new([.. parts.SelectMany(part => part.Rows)], Targets.Concat([.. parts.Select(part => part.Targets)]))
        {
            MissingTargets = parts.Sum(part => part.MissingTargets),
            UnknownClasses =
            [
                .. parts.SelectMany(part => part.UnknownClasses).GroupBy(unknown => unknown.Name)
                    .Select(group => (group.Key, group.Sum(unknown => unknown.Rows))).OrderByDescending(unknown => unknown.Item2),
            ],
        };

    private static string CountRows(int rows) => FormattableString.Invariant($"{rows:n0} {(rows == 1 ? "row has" : "rows have")}");

    private static string They(int rows) => rows == 1 ? "it is" : "they are";

    private static LabelledRows FromNumbers(NumberColumn column, NumberColumn? weights)
    {
        long[] rows = [.. Enumerable.Range(0, column.RowCount).Where(row => !float.IsNaN(column.Values[row])).Select(row => (long)row)];
        var targets = new Targets([], column.Values) { Weights = weights?.Values ?? [] };
        return new LabelledRows(rows, targets.SelectRows(rows)) { MissingTargets = column.RowCount - rows.Length };
    }

    private static LabelledRows FromCategories(CategoryColumn column, NumberColumn? weights, Func<string, int> classes)
    {
        var index = column.Categories.Select(classes).ToArray();
        var codes = column.Codes;
        long[] rows = [.. Enumerable.Range(0, codes.Length).Where(row => codes[row] >= 0 && index[codes[row]] >= 0).Select(row => (long)row)];
        var targets = new Targets([.. codes.Select(code => code < 0 ? -1 : index[code])], []) { Weights = weights?.Values ?? [] };
        return new LabelledRows(rows, targets.SelectRows(rows))
        {
            MissingTargets = codes.Count(code => code < 0),
            UnknownClasses =
            [
                .. codes.Where(code => code >= 0 && index[code] < 0).CountBy(code => code)
                    .OrderByDescending(count => count.Value).Select(count => (column.Categories[count.Key], count.Value)),
            ],
        };
    }
}
