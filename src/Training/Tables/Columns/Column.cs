namespace LearnML.Training.Tables.Columns;

/// <summary>The values of one column of a table in memory, four bytes each.</summary>
/// <param name="name">The column's name.</param>
public abstract class Column(string name)
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;

    /// <summary>The number of rows.</summary>
    public abstract int RowCount { get; }
}
