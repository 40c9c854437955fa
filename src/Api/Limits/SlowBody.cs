using System.Diagnostics;

namespace LearnML.Api.Limits;

/// <summary>
/// A request body that ends with an error if the client sends it too slowly. Kestrel measures this itself, but for all bodies of an HTTP/2 connection
/// together, so that one fast body would allow any number of bodies that never end.
/// </summary>
/// <param name="content">The body as it arrives.</param>
/// <param name="bytesPerSecond">The minimum rate.</param>
/// <param name="gracePeriod">How much longer the client may take in all.</param>
internal sealed class SlowBody(Stream content, double bytesPerSecond, TimeSpan gracePeriod) : Stream
{
    private long readBytes;
    private TimeSpan waited;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="BadHttpRequestException">The client sends too slowly (408).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Only the time counts in which the service waits for the client.
        var start = Stopwatch.GetTimestamp();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromTicks(Math.Max(1, (gracePeriod + TimeSpan.FromSeconds(readBytes / bytesPerSecond) - waited).Ticks)));
        try
        {
            var read = await content.ReadAsync(buffer, timeout.Token);
            readBytes += read;
            waited += Stopwatch.GetElapsedTime(start);
            return read;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException(
                $"The body arrives too slowly. Send at least {bytesPerSecond:f0} bytes per second.", StatusCodes.Status408RequestTimeout, exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
