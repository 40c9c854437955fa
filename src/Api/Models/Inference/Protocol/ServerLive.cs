namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>Whether the server is live.</summary>
/// <param name="Live">Whether it is live.</param>
internal sealed record ServerLive(bool Live);
