namespace LearnML.Contracts;

/// <summary>What a table holds.</summary>
/// <param name="Format">How its file is written.</param>
/// <param name="Rows">Its rows, the header left out.</param>
/// <param name="Columns">Its columns, in the order of the file.</param>
public sealed record TableProfile(CsvFormat Format, int Rows, IReadOnlyList<ColumnProfile> Columns);
