namespace LearnML.Training.Tables;

/// <summary>
/// A table in memory, stored by column. It has only the columns that a network can learn from: identifiers, constants and excluded
/// columns are not loaded.
/// </summary>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The columns, each with that number of rows.</param>
public sealed class Table(int rows, IReadOnlyList<Column> columns)
{
    /// <summary>The number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>The columns, in the order in which they were requested.</summary>
    public IReadOnlyList<Column> Columns { get; } = columns;

    /// <summary>The names of the file's columns that were not loaded.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Returns the column with this name, or null.</summary>
    public Column? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);
}
