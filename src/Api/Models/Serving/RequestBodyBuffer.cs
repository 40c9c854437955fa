using System.Buffers;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// The complete body of a request, in an array from the shared pool. The array grows with the bytes that arrive, because a client may
/// declare a large Content-Length and send nothing.
/// </summary>
internal sealed class RequestBodyBuffer : IDisposable
{
    private const int MaximumInitialBytes = 64 * 1024;
    private const int DefaultInitialBytes = 16 * 1024;

    private readonly PredictionLimit limit;
    private readonly long? declaredLength;
    private byte[] bytes;
    private long reserved;

    private RequestBodyBuffer(long? declaredLength, PredictionLimit limit)
    {
        (this.declaredLength, this.limit) = (declaredLength, limit);
        bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(declaredLength + 1 ?? DefaultInitialBytes, MaximumInitialBytes));
    }

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes. Valid until this object is disposed.</summary>
    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">
    /// The body is larger than the route allows, it arrives too slowly, or all bodies being read are too large in total.
    /// </exception>
    public static async ValueTask<RequestBodyBuffer> ReadAsync(HttpRequest request, PredictionLimit limit, CancellationToken cancellationToken)
    {
        var body = new RequestBodyBuffer(request.ContentLength, limit);
        try
        {
            while (await request.Body.ReadAsync(body.bytes.AsMemory(body.Length), cancellationToken) is > 0 and var read)
            {
                body.Length += read;
                if (body.Length == body.bytes.Length)
                {
                    body.Grow();
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        limit.Memory.Release(reserved);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow()
    {
        var size = (int)Math.Min(Math.Min(2L * bytes.Length, declaredLength + 1 ?? Array.MaxLength), Array.MaxLength);
        limit.Memory.Reserve(size);
        reserved += size;
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
