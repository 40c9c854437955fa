namespace LearnML.Training.Tables.Files;

/// <summary>
/// The maximum size of what is unpacked or converted from a request. It grows with the bytes that were sent, so that a small request cannot make
/// much work: real data rarely shrinks to a hundredth when it is packed.
/// </summary>
/// <param name="Bytes">The maximum size in bytes.</param>
/// <param name="IsBySentBytes">Whether the bytes that were sent make the limit. Otherwise it is the limit of an upload.</param>
public readonly record struct SizeLimit(long Bytes, bool IsBySentBytes)
{
    private const int MaximumRatio = 100;
    private const long FreeBytes = 4 << 20;

    /// <summary>Returns the limit for a request.</summary>
    /// <param name="sentBytes">The number of bytes that were sent.</param>
    /// <param name="maximumBytes">The limit of an upload, in bytes.</param>
    public static SizeLimit For(long sentBytes, long maximumBytes)
    {
        var bytes = FreeBytes + (MaximumRatio * sentBytes);
        return bytes < maximumBytes ? new SizeLimit(bytes, true) : new SizeLimit(maximumBytes, false);
    }

    /// <summary>Describes the limit for an error message, and says what to do.</summary>
    public override string ToString() => FormattableString.Invariant(IsBySentBytes
        ? $"{Bytes} bytes: {MaximumRatio} times what was sent and {FreeBytes >> 20} MiB; send it unpacked, as plain CSV or JSON"
        : (FormattableString)$"{Bytes} bytes (LearnML:MaximumUploadBytes)");
}
