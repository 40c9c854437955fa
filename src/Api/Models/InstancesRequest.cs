namespace LearnML.Api.Models;

/// <summary>What the predict routes take in, as documented; <see cref="InstancesReader"/> reads it.</summary>
/// <param name="Instances">Images: each its pixels, 0 to 255, in one list row by row.</param>
internal sealed record InstancesRequest(IReadOnlyList<IReadOnlyList<int>> Instances);
