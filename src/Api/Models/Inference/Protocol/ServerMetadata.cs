namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The metadata of the server.</summary>
/// <param name="Name">The name of the server.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">The extensions of the protocol that it supports.</param>
internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);
