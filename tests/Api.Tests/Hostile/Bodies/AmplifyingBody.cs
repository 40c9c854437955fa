using System.Net;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>A kind of body that could make much work of few bytes.</summary>
/// <param name="Name">What is sent, and what is special about it.</param>
/// <param name="Status">The status of the answer, which is the same in both sizes.</param>
/// <param name="Path">The path that it is posted to.</param>
/// <param name="ContentType">The content type; null if the body is the file of a form.</param>
/// <param name="Size">The number of elements of the smallest body.</param>
/// <param name="Create">Creates a body with a number of elements.</param>
internal sealed record AmplifyingBody(
    string Name, HttpStatusCode Status, string Path, string? ContentType, int Size, Func<int, byte[]> Create)
{
    /// <summary>The content type of tensors behind their JSON. The body starts with the length of the JSON, which is sent as a header.</summary>
    public const string BinaryTensors = "application/octet-stream";

    /// <summary>The header with the length of the JSON.</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    /// <summary>The compression of the body; null if it is not compressed.</summary>
    public string? Encoding { get; init; }
}
