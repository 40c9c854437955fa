namespace LearnML.Api.Requests;

/// <summary>Counts the bytes that all requests together take, and refuses more than a maximum.</summary>
/// <param name="maximum">The maximum number of bytes.</param>
/// <param name="message">The error message, which says what is too large.</param>
public class ByteBudget(long maximum, string message)
{
    private long reserved;

    /// <summary>The maximum number of bytes.</summary>
    public long MaximumBytes => maximum;

    /// <summary>The bytes that are reserved now.</summary>
    public long ReservedBytes => Interlocked.Read(ref reserved);

    /// <summary>Reserves bytes until <see cref="Release"/>.</summary>
    /// <exception cref="BadHttpRequestException">All together would take too many bytes (503).</exception>
    public void Reserve(long byteCount)
    {
        if (Interlocked.Add(ref reserved, byteCount) > maximum)
        {
            Release(byteCount);
            throw new BadHttpRequestException($"{message} Try again in one second.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Releases bytes that <see cref="Reserve"/> reserved.</summary>
    public void Release(long byteCount) => Interlocked.Add(ref reserved, -byteCount);
}
