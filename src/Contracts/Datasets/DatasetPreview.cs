namespace LearnML.Contracts;

/// <summary>What an upload would be read as. Nothing is stored.</summary>
/// <param name="Table">The format, columns, types, statistics and doubts.</param>
/// <param name="Rows">The first rows, at most 20, with the values as written in the file; a missing value is null.</param>
public sealed record DatasetPreview(TableProfile Table, IReadOnlyList<DatasetRow> Rows);
