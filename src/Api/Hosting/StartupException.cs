namespace LearnML.Api.Hosting;

/// <summary>The service cannot start. The program prints only the message, which says what to change.</summary>
/// <param name="message">One line.</param>
internal sealed class StartupException(string message) : Exception(message);
