using System.Text.Json;

namespace LearnML.Contracts;

/// <summary>A field in which the specs of compared jobs differ.</summary>
/// <param name="Path">The path of the field, for example <c>network.dropout</c>.</param>
/// <param name="Values">The value of each job, in the order of the jobs; null if its spec has no such field.</param>
public sealed record SpecDifference(string Path, IReadOnlyList<JsonElement?> Values);
