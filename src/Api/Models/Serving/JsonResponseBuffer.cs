using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using LearnML.Api.Documentation;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Buffers a complete JSON response, so that its length is known before it is sent. Each thread has one buffer and reuses it.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The buffer lives as long as its thread.")]
internal sealed class JsonResponseBuffer
{
    private const int MaximumKeptBytes = 1 << 20;

    [ThreadStatic]
    private static JsonResponseBuffer? threadInstance;

    private readonly ArrayBufferWriter<byte> bytes = new(1024);

    private JsonResponseBuffer() => Writer = new Utf8JsonWriter(bytes);

    /// <summary>The writer that fills the buffer.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Returns the empty buffer of this thread. Do not await anything before <see cref="WriteTo"/>.</summary>
    public static JsonResponseBuffer ForCurrentThread()
    {
        var buffer = threadInstance ??= new JsonResponseBuffer();
        buffer.bytes.ResetWrittenCount();
        buffer.Writer.Reset();
        return buffer;
    }

    /// <summary>Writes the buffer to a response. The caller flushes the response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="contentType">The content type of the response.</param>
    /// <param name="trailingBytes">Bytes that follow the JSON.</param>
    /// <param name="lengthHeader">The header that holds the length of the JSON; required if bytes follow.</param>
    public void WriteTo(
        HttpResponse response, string contentType = RouteDocumentation.JsonContentType,
        ReadOnlySpan<byte> trailingBytes = default, string? lengthHeader = null)
    {
        Writer.Flush();
        response.ContentType = contentType;
        response.ContentLength = bytes.WrittenCount + trailingBytes.Length;
        if (trailingBytes.Length > 0)
        {
            response.Headers[lengthHeader!] = bytes.WrittenCount.ToString(CultureInfo.InvariantCulture);
        }

        response.BodyWriter.Write(bytes.WrittenSpan);
        response.BodyWriter.Write(trailingBytes);
        if (bytes.Capacity > MaximumKeptBytes)
        {
            threadInstance = null;
        }
    }
}
