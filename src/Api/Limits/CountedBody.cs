namespace LearnML.Api.Limits;

/// <summary>A request body that counts the bytes that are read from it.</summary>
/// <param name="content">The body as it arrives.</param>
internal sealed class CountedBody(Stream content) : ReadOnlyBody
{
    /// <summary>The number of bytes that were read.</summary>
    public long ReadBytes { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        ReadBytes += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = content.Read(buffer, offset, count);
        ReadBytes += read;
        return read;
    }
}
