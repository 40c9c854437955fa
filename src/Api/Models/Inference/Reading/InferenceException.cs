namespace LearnML.Api.Models.Inference.Reading;

/// <summary>An error in an inference request. The message is sent to the client.</summary>
/// <param name="message">What is wrong, and where.</param>
/// <param name="status">The HTTP status code of the response.</param>
internal sealed class InferenceException(string message, int status = StatusCodes.Status400BadRequest) : BadHttpRequestException(message, status);
