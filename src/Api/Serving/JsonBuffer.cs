using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using LearnML.Api.Swagger;

namespace LearnML.Api.Serving;

/// <summary>An answer in JSON that is written whole, so that its length is known: each thread has one, and uses it for answer after answer.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "It lives as long as its thread.")]
internal sealed class JsonBuffer
{
    private const int Largest = 1 << 20;

    [ThreadStatic]
    private static JsonBuffer? ofThread;

    private readonly ArrayBufferWriter<byte> bytes = new(1024);

    private JsonBuffer() => Json = new Utf8JsonWriter(bytes);

    /// <summary>Writes into it.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>The thread's own, empty; until <see cref="WriteTo"/> nothing may be awaited.</summary>
    public static JsonBuffer Rent()
    {
        var buffer = ofThread ??= new JsonBuffer();
        buffer.bytes.ResetWrittenCount();
        buffer.Json.Reset();
        return buffer;
    }

    /// <summary>Makes it the answer, which is still to be flushed.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="contentType">What it is.</param>
    /// <param name="more">Bytes that follow the JSON.</param>
    /// <param name="lengthHeader">Where bytes follow, the header that tells the length of the JSON.</param>
    public void WriteTo(HttpResponse response, string contentType = RouteDocumentation.Json, ReadOnlySpan<byte> more = default, string? lengthHeader = null)
    {
        Json.Flush();
        response.ContentType = contentType;
        response.ContentLength = bytes.WrittenCount + more.Length;
        if (more.Length > 0)
        {
            response.Headers[lengthHeader!] = bytes.WrittenCount.ToString(CultureInfo.InvariantCulture);
        }

        response.BodyWriter.Write(bytes.WrittenSpan);
        response.BodyWriter.Write(more);
        if (bytes.Capacity > Largest)
        {
            ofThread = null;
        }
    }
}
