namespace LearnML.Training.Preprocessing;

/// <summary>A target cannot be trained on, or its rows cannot be split into folds as requested. The message is for the user.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class InvalidTargetException(string message) : Exception(message);
