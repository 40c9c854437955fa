namespace LearnML.Contracts;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, unique in the table.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Excluded">Whether the caller asked to leave it out.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool Excluded = false)
{
    /// <summary>What is taken off the numbers of a numeric column in memory, so that those that lie close together far from 0 stay apart.</summary>
    public double Offset { get; init; }

    /// <summary>Whether numbers are but names, as of classes and groups: then they are told apart however many digits they have.</summary>
    public bool AsNames { get; init; }
}
