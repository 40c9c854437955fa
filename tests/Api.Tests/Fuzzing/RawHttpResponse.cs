namespace LearnML.Api.Tests.Fuzzing;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The type without its parameters; null: none.</param>
/// <param name="Body">The body; good until the next request of the connection.</param>
internal readonly record struct RawHttpResponse(int Status, string? ContentType, ReadOnlyMemory<byte> Body);
