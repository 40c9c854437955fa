namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>A model version in the repository index.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The number of the version.</param>
/// <param name="State"><c>READY</c> or <c>UNAVAILABLE</c>.</param>
/// <param name="Reason">Why it is unavailable; empty if it is ready.</param>
internal sealed record RepositoryEntry(string Name, string Version, string State, string Reason);
