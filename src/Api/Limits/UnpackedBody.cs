using System.Globalization;

namespace LearnML.Api.Limits;

/// <summary>What comes out of a compressed body, up to a limit: how much that is, its length does not tell.</summary>
/// <param name="content">What comes out of it.</param>
/// <param name="encoding">How it is compressed.</param>
/// <param name="limit">The most bytes, asked at each read.</param>
internal sealed class UnpackedBody(Stream content, string encoding, Func<long> limit) : Stream
{
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="BadHttpRequestException">It is not compressed so (400), or too much comes out of it (413).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await content.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <exception cref="BadHttpRequestException">It is not compressed so (400), or too much comes out of it (413).</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(content.Read(buffer, offset, count));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(exception);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        count += read;
        var most = limit();
        return count <= most ? read : throw new BadHttpRequestException(
            string.Create(CultureInfo.InvariantCulture, $"The body has more than {most} bytes once it is unpacked, which is the most that are taken here."), StatusCodes.Status413PayloadTooLarge);
    }

    // Brotli's decoder calls damaged bytes an invalid operation.
    private static bool IsDamage(Exception exception) => exception is InvalidDataException or InvalidOperationException;

    private BadHttpRequestException Damaged(Exception exception) =>
        new($"The body is not {encoding}, as its Content-Encoding says, or is cut short.", StatusCodes.Status400BadRequest, exception);
}
