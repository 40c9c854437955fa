using LearnML.Contracts;

namespace LearnML.Training.Tables.Files;

/// <summary>A table in the one form in which it is stored and read: a CSV file.</summary>
/// <param name="Path">The path of the CSV file.</param>
/// <param name="IsConverted">Whether the file was written by LearnML: UTF-8, with commas and quotes. Otherwise it is the sent file.</param>
/// <param name="Source">The files that it came from.</param>
public sealed record ConvertedTable(string Path, bool IsConverted, TableSource Source);
