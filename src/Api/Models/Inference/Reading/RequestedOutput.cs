namespace LearnML.Api.Models.Inference.Reading;

/// <summary>An output tensor that a request asks for.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsBinary">Whether the output is sent as bytes after the JSON; null uses the setting of the request.</param>
internal sealed record RequestedOutput(string Name, bool? IsBinary);
