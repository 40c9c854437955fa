using LearnML.Contracts;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Datasets;

/// <summary>Checks whether a column can be a prediction target, for classification or regression.</summary>
internal static class TargetCheck
{
    /// <summary>Returns why the column with a name cannot be a target; null if it can, or if the name is null.</summary>
    public static string? FindProblem(string? target, TableProfile profile) => target is null ? null
        : profile.Columns.FirstOrDefault(column => column.Name == target) is { } column ? FindProblem(column)
        : MissingColumn.Explain(target, profile);

    /// <summary>Returns why a column cannot be a target; null if it can.</summary>
    public static string? FindProblem(ColumnProfile column) => column switch
    {
        { Count: 0 } => $"the column '{column.Name}' has no values, so there is nothing to learn",
        { Count: 1 } => $"the column '{column.Name}' has a value in only one row; training needs one row and validation another",
        { Distinct: <= 1 } =>
            $"the column '{column.Name}' has the same value {(column.Missing > 0 ? "in every row that has one" : "everywhere")}, " +
            "so there is nothing to learn",
        { Type: ColumnType.Identifier or ColumnType.Categorical } when column.Distinct > TableInspector.AllDistinctShare * column.Count =>
            $"the column '{column.Name}' has a different value in every row, so no row helps to predict another",
        { Type: ColumnType.Identifier or ColumnType.Constant } =>
            $"the column '{column.Name}' is {(column.Type == ColumnType.Identifier ? "an identifier" : "a constant")}; " +
            "correct its type (PATCH /api/datasets/{name}) to predict it",
        { Type: ColumnType.Date } => $"the column '{column.Name}' holds dates, which cannot be predicted",
        _ => null,
    };
}
