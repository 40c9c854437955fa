namespace LearnML.Training.Tables.Csv;

/// <summary>A row of a file has more fields than <see cref="FieldLimitReader"/> lets through.</summary>
internal sealed class FieldLimitException : Exception;
