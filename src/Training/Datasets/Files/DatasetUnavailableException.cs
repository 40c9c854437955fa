namespace LearnML.Training.Datasets.Files;

/// <summary>A dataset cannot be loaded on this machine. The message is for the user who requested it.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The cause.</param>
public class DatasetUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
