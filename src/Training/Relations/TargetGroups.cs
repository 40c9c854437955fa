using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Relations;

/// <summary>Summarizes the target by the values of a column.</summary>
/// <param name="column">The column.</param>
/// <param name="target">The target.</param>
/// <param name="rows">The number of rows of the sample.</param>
internal sealed class TargetGroups(SampledColumn column, SampledColumn target, int rows)
{
    private const int MaximumNumberGroups = 10;
    private const int MaximumCategories = 20;
    private const int MaximumClasses = 10;
    private const int MaximumPoints = 1_000;

    private readonly int[] labelled = [.. Enumerable.Range(0, rows).Where(row => !target.IsMissing(row))];

    private readonly int[] classes = target.IsNumeric ? [] : [.. Frequent(target, Enumerable.Range(0, rows), MaximumClasses)];

    /// <summary>The most frequent classes, the most frequent first; null for a target of numbers.</summary>
    public IReadOnlyList<string>? Classes => target.IsNumeric ? null : [.. classes.Select(code => target.Categories[code])];

    /// <summary>
    /// Returns the groups in ascending order of their numbers, or the most frequent category first, and last the rows without a value.
    /// </summary>
    public IReadOnlyList<ValueGroup> Create()
    {
        int[] known = [.. labelled.Where(row => !column.IsMissing(row))];
        int[] missing = [.. labelled.Where(column.IsMissing)];
        var groups = column.IsNumeric ? CreateNumberGroups(known) : CreateCategoryGroups(known);
        return missing.Length == 0 ? [.. groups] : [.. groups, Summarize(null, null, null, missing)];
    }

    /// <summary>Returns evenly spaced rows; null unless both columns have numbers.</summary>
    public IReadOnlyList<ColumnPoint>? ChoosePoints()
    {
        if (!column.IsNumeric || !target.IsNumeric)
        {
            return null;
        }

        int[] known = [.. labelled.Where(row => !column.IsMissing(row))];
        var shown = Math.Min(MaximumPoints, known.Length);
        return
        [
            .. Enumerable.Range(0, shown).Select(place => known[(int)((long)place * known.Length / shown)])
                .Select(row => new ColumnPoint(ShortestNumber.Of(column.Numbers[row]), ShortestNumber.Of(target.Numbers[row]))),
        ];
    }

    /// <summary>Returns the codes of the most frequent categories, the most frequent first.</summary>
    public static IEnumerable<int> Frequent(SampledColumn column, IEnumerable<int> rows, int maximum) => rows.Where(row => !column.IsMissing(row))
        .CountBy(row => column.Codes[row])
        .OrderByDescending(category => category.Value).ThenBy(category => column.Categories[category.Key], StringComparer.Ordinal)
        .Take(maximum).Select(category => category.Key);

    private IEnumerable<ValueGroup> CreateCategoryGroups(int[] known) => Frequent(column, known, MaximumCategories)
        .Select(code => Summarize(null, null, column.Categories[code], [.. known.Where(row => column.Codes[row] == code)]));

    /// <summary>Equal numbers are in the same group.</summary>
    private IEnumerable<ValueGroup> CreateNumberGroups(int[] known)
    {
        int[] sorted = [.. known.OrderBy(row => column.Numbers[row])];
        var start = 0;
        for (var group = 0; group < MaximumNumberGroups; group++)
        {
            var end = (int)((long)(group + 1) * sorted.Length / MaximumNumberGroups);
            while (end > 0 && end < sorted.Length && column.Numbers[sorted[end]] == column.Numbers[sorted[end - 1]])
            {
                end++;
            }

            if (end > start)
            {
                var (from, to) = (column.Numbers[sorted[start]], column.Numbers[sorted[end - 1]]);
                yield return Summarize(ShortestNumber.Of(from), ShortestNumber.Of(to), null, sorted[start..end]);
                start = end;
            }
        }
    }

    private ValueGroup Summarize(double? from, double? to, string? value, int[] members)
    {
        if (!target.IsNumeric)
        {
            var counts = members.CountBy(row => target.Codes[row]).ToDictionary();
            return new ValueGroup(from, to, value, members.Length, null, null,
                [.. classes.Select(code => (double)counts.GetValueOrDefault(code) / members.Length)]);
        }

        var mean = members.Average(row => target.Numbers[row]);
        var squares = members.Sum(row => (target.Numbers[row] - mean) * (target.Numbers[row] - mean));
        return new ValueGroup(from, to, value, members.Length, mean,
            members.Length > 1 ? Math.Sqrt(squares / (members.Length - 1) / members.Length) : null, null);
    }
}
