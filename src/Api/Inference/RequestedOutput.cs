namespace LearnML.Api.Inference;

/// <summary>A tensor that a request asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsBinary">Whether it is to be bytes behind the JSON; null: as the request says of all.</param>
internal sealed record RequestedOutput(string Name, bool? IsBinary);
