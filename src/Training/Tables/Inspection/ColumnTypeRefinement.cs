using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Finds identifiers, constants and columns that are yes or blank, once the distinct values are known.</summary>
/// <param name="options">What the caller says about the table.</param>
internal sealed class ColumnTypeRefinement(InspectionOptions options)
{
    /// <summary>Refines the types that the caller did not set. The target keeps its type.</summary>
    public void Refine(InspectedColumn[] columns)
    {
        foreach (var column in columns.Where(IsRefined))
        {
            column.Type = Refine(column);
        }

        // Row numbers are the last to be left out: if they are the only feature, they are what the user wants to learn from.
        if (columns[0] is { Type: ColumnType.Numeric, Inference.IsRowNumber: true } first && IsRefined(first) && HasOtherFeatures(columns))
        {
            first.Type = ColumnType.Identifier;
        }
    }

    private bool IsRefined(InspectedColumn column) => column.Requested is null && column.Name != options.Target;

    private static ColumnType Refine(InspectedColumn column)
    {
        var statistics = column.Statistics;
        if (statistics.DistinctCount <= 1)
        {
            return statistics is { DistinctCount: 1, MissingCount: > 0, Invalid.Count: 0 } ? ColumnType.Boolean : ColumnType.Constant;
        }

        return column.Type == ColumnType.Categorical && statistics is { MissingCount: 0, AreAllDistinct: true } && !column.Reading.IsCode
            ? ColumnType.Identifier : column.Type;
    }

    /// <summary>Whether features remain without the first column. If the target is not known yet, one of the others may become the target.</summary>
    private bool HasOtherFeatures(InspectedColumn[] columns) =>
        columns.Skip(1).Count(column => column.IsUsable && column.Name != options.Target && !options.Excluded.Contains(column.Name))
            > (options.Target is null ? 1 : 0);
}
