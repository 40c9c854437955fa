using System.Buffers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LearnML.Api.Serving;

/// <summary>A request's whole body in an array of the pool, which grows with what comes: what a header promises is no memory yet.</summary>
internal sealed class RequestBytes : IDisposable
{
    private const int First = 64 * 1024;
    private const int Unknown = 16 * 1024;

    // A second's worth of bytes; who sends less for longer is given up.
    private static readonly MinDataRate Rate = new(bytesPerSecond: 4096, TimeSpan.FromSeconds(10));

    private readonly PredictionLimit limit;
    private readonly long? promised;
    private byte[] bytes;
    private long held;

    private RequestBytes(long? promised, PredictionLimit limit)
    {
        (this.promised, this.limit) = (promised, limit);
        bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(promised + 1 ?? Unknown, First));
    }

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes; good until it is disposed.</summary>
    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    /// <summary>Reads it.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">It is larger than the route takes, comes too slowly, or too much comes at once.</exception>
    public static async ValueTask<RequestBytes> ReadAsync(HttpRequest request, PredictionLimit limit, CancellationToken cancellation)
    {
        RequireRate(request);
        var body = new RequestBytes(request.ContentLength, limit);
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

    /// <summary>Gives up the request if its body comes too slowly.</summary>
    public static void RequireRate(HttpRequest request)
    {
        // Of HTTP/2 the rate is the server's alone.
        if (HttpProtocol.IsHttp11(request.Protocol) && request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } feature)
        {
            feature.MinDataRate = Rate;
        }
    }

    public void Dispose()
    {
        limit.Release(held);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow()
    {
        var size = (int)Math.Min(Math.Min(2L * bytes.Length, promised + 1 ?? Array.MaxLength), Array.MaxLength);
        limit.Hold(size);
        held += size;
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
