namespace LearnML.Api;

/// <summary>The service cannot start; the message says what to change, and is all that is printed.</summary>
/// <param name="message">One line.</param>
internal sealed class StartupException(string message) : Exception(message);
