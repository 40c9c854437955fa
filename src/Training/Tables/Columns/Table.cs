namespace LearnML.Training.Tables.Columns;

/// <summary>
/// A table in memory, stored by column. It has only the columns that a network can learn from: identifiers, constants and excluded
/// columns are not loaded.
/// </summary>
/// <param name="rowCount">The number of rows.</param>
/// <param name="columns">The columns, each with that number of rows.</param>
public sealed class Table(int rowCount, IReadOnlyList<Column> columns)
{
    private readonly Dictionary<string, Column> columnsByName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);

    /// <summary>The number of rows.</summary>
    public int RowCount { get; } = rowCount;

    /// <summary>The columns, in the order in which they were requested.</summary>
    public IReadOnlyList<Column> Columns { get; } = columns;

    /// <summary>The names of the file's columns that were not loaded.</summary>
    public IReadOnlyList<string> OmittedColumns { get; init; } = [];

    /// <summary>Returns the column with this name, or null.</summary>
    public Column? Find(string name) => columnsByName.GetValueOrDefault(name);
}
