using System.Text.Json;

namespace LearnML.Contracts;

/// <summary>A field in which specs differ.</summary>
/// <param name="Path">The field, for example <c>network.dropout</c>.</param>
/// <param name="Values">Its value in each job, in their order; null where a spec has no such field.</param>
public sealed record SpecDifference(string Path, IReadOnlyList<JsonElement?> Values);
