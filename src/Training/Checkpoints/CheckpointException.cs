namespace LearnML.Training.Checkpoints;

/// <summary>A checkpoint cannot be used; the message says which and why.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
