namespace LearnML.Training.Datasets;

/// <summary>A dataset cannot be had here. The message is written for the user who asked for it.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">The cause.</param>
public class DatasetUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
