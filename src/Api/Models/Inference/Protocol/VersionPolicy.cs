namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>Which versions of a model are served without a version in the request.</summary>
/// <param name="Latest">The latest ones.</param>
internal sealed record VersionPolicy(LatestVersions Latest);
