namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The latest versions of a model.</summary>
/// <param name="NumVersions">How many of them.</param>
internal sealed record LatestVersions(int NumVersions);
