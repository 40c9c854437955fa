namespace LearnML.Api.Inference;

/// <summary>An inference request that cannot be answered; the message is for whoever sent it.</summary>
/// <param name="message">What is wrong and where.</param>
/// <param name="status">The status of the answer.</param>
internal sealed class InferenceException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    /// <summary>The status of the answer.</summary>
    public int Status => status;
}
