namespace LearnML.Training.Preprocessing;

/// <summary>A target, or the way its rows are to be dealt out, cannot be learned. The message is written for whoever asked.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class UnfitTargetException(string message) : Exception(message);
