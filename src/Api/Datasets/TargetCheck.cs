using LearnML.Contracts;

namespace LearnML.Api.Datasets;

/// <summary>Whether a column can be predicted, whatever the task.</summary>
internal static class TargetCheck
{
    // Of many different values their number is estimated.
    private const double AllDiffer = 0.95;

    /// <summary>Why a table's column of that name cannot be predicted; null where it can, or none is named.</summary>
    public static string? WhyNot(string? target, TableProfile profile) => target is null ? null
        : profile.Columns.FirstOrDefault(column => column.Name == target) is { } column ? WhyNot(column)
        : $"there is no column '{target}'";

    /// <summary>Why a column cannot be predicted; null where it can.</summary>
    public static string? WhyNot(ColumnProfile column) => column switch
    {
        { Count: 0 } => $"the column '{column.Name}' has no values, so there is nothing to learn",
        { Count: 1 } => $"the column '{column.Name}' has a value in one row only; it takes one row to learn from and another to validate on",
        { Distinct: <= 1 } => $"the column '{column.Name}' has the same value {(column.Missing > 0 ? "in every row that has one" : "everywhere")}, so there is nothing to learn",
        { Type: ColumnType.Identifier } when column.Distinct > AllDiffer * column.Count =>
            $"the column '{column.Name}' has a different value in every row, so there is nothing to learn from others",
        { Type: ColumnType.Identifier or ColumnType.Constant } =>
            $"the column '{column.Name}' is {(column.Type == ColumnType.Identifier ? "an identifier" : "a constant")}; correct its type (PATCH /api/datasets) to predict it",
        { Type: ColumnType.Date } => $"the column '{column.Name}' holds dates, which cannot be predicted",
        _ => null,
    };
}
