namespace LearnML.Contracts;

/// <summary>How strongly a column is associated with the target.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Measure">How it is measured.</param>
/// <param name="Value">The association; null if too few rows have both values, or if one of the columns has the same value in all of them.</param>
/// <param name="Rows">The number of rows that have a value in both columns.</param>
public sealed record ColumnAssociation(string Column, AssociationMeasure Measure, double? Value, int Rows);
