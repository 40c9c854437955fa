namespace LearnML.Training.Tables;

/// <summary>The values of one column of a table in memory, four bytes each.</summary>
/// <param name="name">Its name.</param>
public abstract class Column(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>How many rows it has.</summary>
    public abstract int Rows { get; }
}
