namespace LearnML.Contracts;

/// <summary>How strongly the columns of a table are associated with its target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="UsedRows">The number of rows that were used: all, or a random sample if there are too many.</param>
/// <param name="Associations">The columns without the target, identifiers, constants and excluded columns; the strongest association first.</param>
public sealed record TableAssociations(string Target, int Rows, int UsedRows, IReadOnlyList<ColumnAssociation> Associations);
