using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Datasets.Tables;

/// <summary>A CSV file and its profile.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Profile">The format, columns, types and statistics.</param>
public sealed record TableFile(string Path, TableProfile Profile)
{
    /// <summary>The SHA-256 hash of the file, where it is not part of the dataset's own hash; otherwise null.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Whether the file has a column with this name.</summary>
    public bool HasColumn(string name) => Profile.Columns.Any(column => column.Name == name);

    /// <summary>The format and the columns, as needed to read the file.</summary>
    public TableSchema Schema => new(Profile.Format, [.. Profile.Columns.Select(column => new ColumnSchema(column.Name, column.Type, column.Excluded)
    {
        Format = column.Format,
        Offset = column.Numbers is { } numbers ? NumberColumn.ChooseOffset(numbers.Minimum, numbers.Maximum - numbers.Minimum) : 0,
    })]);
}
