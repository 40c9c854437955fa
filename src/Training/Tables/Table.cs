namespace LearnML.Training.Tables;

/// <summary>
/// Rows in memory, column by column. Only what a network can learn from is here: identifiers, constants and excluded
/// columns are left in the file.
/// </summary>
/// <param name="rows">How many rows.</param>
/// <param name="columns">Its columns, each with that many rows.</param>
public sealed class Table(int rows, IReadOnlyList<Column> columns)
{
    /// <summary>How many rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Its columns, in the order of the file.</summary>
    public IReadOnlyList<Column> Columns { get; } = columns;

    /// <summary>The names of the columns that were left in the file.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The column of that name, or null.</summary>
    public Column? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);
}
