namespace LearnML.Training.Exporting;

/// <summary>A model cannot be written in a format.</summary>
/// <param name="message">Why.</param>
public sealed class ExportException(string message) : Exception(message);
