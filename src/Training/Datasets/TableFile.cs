using LearnML.Contracts;
using LearnML.Training.Tables;

namespace LearnML.Training.Datasets;

/// <summary>A CSV file that was read once to learn what it holds.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Profile">What it holds.</param>
public sealed record TableFile(string Path, TableProfile Profile)
{
    /// <summary>How to read it.</summary>
    public TableSchema Schema => new(Profile.Format, [.. Profile.Columns.Select(column => new ColumnSchema(column.Name, column.Type, column.Excluded)
    {
        Offset = column.Numbers is { } numbers ? NumberColumn.OffsetOf(numbers.Minimum, numbers.Maximum - numbers.Minimum) : 0,
    })]);
}
