namespace LearnML.Contracts;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, unique in the table.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Excluded">Whether the caller asked to leave it out.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool Excluded = false);
