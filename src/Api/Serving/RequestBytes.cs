using System.Buffers;

namespace LearnML.Api.Serving;

/// <summary>A request's whole body in an array of the pool.</summary>
internal sealed class RequestBytes : IDisposable
{
    private const int Unknown = 16 * 1024;

    private byte[] bytes;

    private RequestBytes(long? length) => bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(length + 1 ?? Unknown, Array.MaxLength));

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes; good until it is disposed.</summary>
    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    /// <summary>Reads it.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than the route takes.</exception>
    public static async ValueTask<RequestBytes> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = new RequestBytes(request.ContentLength);
        try
        {
            while (await request.Body.ReadAsync(body.bytes.AsMemory(body.Length), cancellation) is > 0 and var read)
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

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * bytes.Length, Array.MaxLength));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
