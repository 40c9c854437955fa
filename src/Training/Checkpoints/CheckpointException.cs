namespace LearnML.Training.Checkpoints;

/// <summary>The exception for a checkpoint that cannot be used. The message says why and is shown to the user.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
