using System.Globalization;
using LearnML.Training.Tables.Files;

namespace LearnML.Api.Limits;

/// <summary>A decompressed request body with a size limit. The compressed length does not show how large the decompressed body is.</summary>
/// <param name="content">The decompressing stream.</param>
/// <param name="encoding">The Content-Encoding of the request.</param>
/// <param name="getLimit">Returns the maximum size; called at each read.</param>
internal sealed class DecompressedBody(Stream content, string encoding, Func<SizeLimit> getLimit) : ReadOnlyBody
{
    private long totalBytes;

    /// <inheritdoc/>
    /// <exception cref="BadHttpRequestException">The body cannot be decompressed (400), or is too large once decompressed (413).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return CheckLimit(await content.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception exception) when (IsDecodingError(exception))
        {
            throw CreateDecodingError(exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="BadHttpRequestException">The body cannot be decompressed (400), or is too large once decompressed (413).</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return CheckLimit(content.Read(buffer, offset, count));
        }
        catch (Exception exception) when (IsDecodingError(exception))
        {
            throw CreateDecodingError(exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private int CheckLimit(int read)
    {
        totalBytes += read;
        var maximum = getLimit();
        return totalBytes <= maximum.Bytes ? read : throw new BadHttpRequestException(
            maximum.IsBySentBytes
                ? $"The decompressed body has more than {maximum}."
                : string.Create(
                    CultureInfo.InvariantCulture, $"The decompressed body has more than {maximum.Bytes} bytes, which is the maximum here."),
            StatusCodes.Status413PayloadTooLarge);
    }

    // The Brotli decoder throws InvalidOperationException for damaged data.
    private static bool IsDecodingError(Exception exception) => exception is InvalidDataException or InvalidOperationException;

    private BadHttpRequestException CreateDecodingError(Exception exception) =>
        new($"The body is not valid {encoding}, which is its Content-Encoding, or it is incomplete.", StatusCodes.Status400BadRequest, exception);
}
