using LearnML.Contracts;
using LearnML.Training.Datasets;

namespace LearnML.Training.Fitting;

/// <summary>The columns of a table that a spec has to do with.</summary>
/// <param name="Target">What is predicted, read as the task needs it.</param>
/// <param name="Features">What it is predicted from.</param>
/// <param name="Group">What keeps rows in one fold; null where nothing does.</param>
/// <param name="Task">What is predicted of the target.</param>
internal sealed record TableColumns(ColumnSchema Target, IReadOnlyList<ColumnSchema> Features, ColumnSchema? Group, LearningTask Task)
{
    /// <summary>The columns to learn from.</summary>
    public IReadOnlyList<ColumnSchema> All => [Target, .. Features];

    /// <summary>The columns that a valid spec means.</summary>
    public static TableColumns Of(JobSpec spec, TableDataset dataset)
    {
        var columns = dataset.Train.Schema.Columns;
        var target = columns.Single(column => column.Name == spec.Target);
        var task = spec.Task ?? DefaultTask(target.Type);
        var group = spec.Validation.GroupColumn is { } name ? columns.Single(column => column.Name == name) : null;
        return new TableColumns(
            target with { AsNames = task == LearningTask.Classification, Offset = 0 },
            [.. columns.Where(column => column.Name != target.Name && IsFeature(column))],
            group is null ? null : group with { AsNames = true },
            task);
    }

    /// <summary>What is predicted of a target of this type where the spec does not say.</summary>
    public static LearningTask DefaultTask(ColumnType type) => type == ColumnType.Numeric ? LearningTask.Regression : LearningTask.Classification;

    /// <summary>Whether a column says something of other rows than its own.</summary>
    public static bool IsFeature(ColumnSchema column) => !column.Excluded && column.Type is not (ColumnType.Identifier or ColumnType.Constant);
}
