namespace LearnML.Training.Tables.Files;

/// <summary>A file that a table is read from.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Name">The file's name for messages.</param>
public sealed record SourceFile(string Path, string Name);
