namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>An error.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record InferenceError(string Error);
