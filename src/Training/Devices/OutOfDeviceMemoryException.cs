namespace LearnML.Training.Devices;

/// <summary>The exception for a device without enough memory for a training or a prediction. The message is shown to the user.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    internal OutOfDeviceMemoryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether an exception means that memory ran out. Libtorch throws the same type for every error, so its message decides.</summary>
    internal static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the exception for a prediction. A prediction needs little memory, so other work takes most of it.</summary>
    internal static OutOfDeviceMemoryException ForPrediction(Exception innerException) =>
        new(
            "The device does not have enough memory for the prediction now. Send fewer rows, or try again when fewer jobs train on it.",
            innerException);
}
