namespace LearnML.Training.Exporting;

/// <summary>The exception for a model that cannot be exported to a format.</summary>
/// <param name="message">Why it cannot be exported. The message is shown to the user.</param>
public sealed class ExportException(string message) : Exception(message);
