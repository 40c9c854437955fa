using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Training.Fitting.Data;

/// <summary>The columns of a table that a spec uses.</summary>
/// <param name="Target">The column to predict, with the type that the task needs.</param>
/// <param name="Features">The columns used as inputs.</param>
/// <param name="Group">The column whose equal values stay together in a split; null if the spec names none.</param>
/// <param name="Time">The column that orders the rows; null if the spec names none.</param>
/// <param name="Weight">The column of the rows' weights; null if the spec names none.</param>
/// <param name="Task">Classification or regression.</param>
internal sealed record TableColumns(
    ColumnSchema Target, IReadOnlyList<ColumnSchema> Features, ColumnSchema? Group, ColumnSchema? Time, ColumnSchema? Weight, LearningTask Task)
{
    /// <summary>The target and the features.</summary>
    public IReadOnlyList<ColumnSchema> TargetAndFeatures => [Target, .. Features];

    /// <summary>Selects the columns that a spec uses. The spec must be valid.</summary>
    public static TableColumns Select(JobSpec spec, TableDataset dataset)
    {
        var columns = dataset.Train.Schema.Columns;
        var target = columns.Single(column => column.Name == spec.Target);
        var task = spec.Task ?? TargetTask.Default(target.Type);
        var group = columns.SingleOrDefault(column => column.Name == spec.Validation.GroupColumn);
        var time = columns.SingleOrDefault(column => column.Name == spec.Validation.TimeColumn);
        var weight = columns.SingleOrDefault(column => column.Name == spec.WeightColumn);
        var chosen = spec.Preprocessing?.Columns?.ToHashSet(StringComparer.Ordinal);
        return new TableColumns(
            target with { AsNames = task == LearningTask.Classification, Offset = 0 },
            [.. columns.Where(column =>
                column.Name != target.Name && column.Name != spec.WeightColumn && IsFeature(column) && chosen?.Contains(column.Name) != false)],
            group is null ? null : group with { AsNames = true },
            time,
            weight is null ? null : weight with { Type = ColumnType.Numeric, AsNames = false, Offset = 0 },
            task);
    }

    /// <summary>Whether a column can be a feature: not excluded, and neither an identifier nor constant.</summary>
    public static bool IsFeature(ColumnSchema column) => !column.Excluded && column.Type is not (ColumnType.Identifier or ColumnType.Constant);
}
