namespace LearnML.Api.Tests.Fuzzing;

/// <summary>An HTTP response as received.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The content type without parameters; null for none.</param>
/// <param name="Body">The body. It is valid until the next request on the connection.</param>
internal readonly record struct RawHttpResponse(int Status, string? ContentType, ReadOnlyMemory<byte> Body);
