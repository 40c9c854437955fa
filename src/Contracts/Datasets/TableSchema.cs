namespace LearnML.Contracts;

/// <summary>How to read a table: how its file is written and what its columns are.</summary>
/// <param name="Format">How the file is written.</param>
/// <param name="Columns">Its columns, in the order of the file.</param>
public sealed record TableSchema(CsvFormat Format, IReadOnlyList<ColumnSchema> Columns);
