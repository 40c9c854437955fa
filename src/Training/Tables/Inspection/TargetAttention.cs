using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about the column to predict.</summary>
public static class TargetAttention
{
    private const int MaximumClassCount = 20;
    private const int MinimumRowsPerClass = 5;

    /// <summary>Lists the doubts: rows without a target, and numbers that may mean classes.</summary>
    /// <param name="target">The column.</param>
    public static IEnumerable<Attention> List(ColumnProfile target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Missing > 0)
        {
            yield return Create(target, AttentionKind.MissingTarget, target.Missing,
                target.Missing == 1
                    ? "1 row has no value to predict, and is left out" : $"{target.Missing} rows have no value to predict, and are left out");
        }

        if (target is { Type: ColumnType.Numeric, Numbers: { IsWhole: true } numbers } && LooksLikeClasses(target, numbers))
        {
            yield return Create(target, AttentionKind.Task, target.Count,
                $"has {target.Distinct} different whole numbers, so the task is regression; for classes send the task classification") with
            {
                Action = new AttentionAction { Task = LearningTask.Classification },
            };
        }
    }

    /// <summary>
    /// Whether the numbers are few, each has several rows, and most whole numbers between the smallest and the largest occur. Two numbers can be
    /// any.
    /// </summary>
    private static bool LooksLikeClasses(ColumnProfile target, NumberSummary numbers) =>
        target.Distinct <= MaximumClassCount
        && target.Distinct * MinimumRowsPerClass <= target.Count
        && (target.Distinct == 2 || numbers.Maximum - numbers.Minimum < 2 * target.Distinct);

    private static Attention Create(ColumnProfile target, AttentionKind kind, int cells, string message) => new()
    {
        Column = target.Name,
        Kind = kind,
        Cells = cells,
        Message = string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {message}."),
    };
}
