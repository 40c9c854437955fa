namespace LearnML.Training.State;

/// <summary>The exception for a checkpoint that cannot be used. The message says why and is shown to the user.</summary>
public sealed class CheckpointException(string message, Exception? innerException = null) : Exception(message, innerException);
