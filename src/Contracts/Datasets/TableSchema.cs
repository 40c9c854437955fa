namespace LearnML.Contracts;

/// <summary>How to read a table: the format of its file, and its columns.</summary>
/// <param name="Format">The format of the file.</param>
/// <param name="Columns">The columns, in the order of the file.</param>
public sealed record TableSchema(CsvFormat Format, IReadOnlyList<ColumnSchema> Columns);
