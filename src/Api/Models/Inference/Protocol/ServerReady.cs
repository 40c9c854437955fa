namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>Whether the server is ready.</summary>
/// <param name="Ready">Whether it is ready.</param>
internal sealed record ServerReady(bool Ready);
