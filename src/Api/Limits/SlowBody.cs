using System.Diagnostics;

namespace LearnML.Api.Limits;

/// <summary>
/// A request body that ends with an error if the client sends it too slowly. Kestrel measures this itself, but for all bodies of an HTTP/2 connection
/// together, so that one fast body would allow any number of bodies that never end.
/// </summary>
/// <param name="content">The body as it arrives.</param>
/// <param name="bytesPerSecond">The minimum rate.</param>
/// <param name="gracePeriod">How long the client may pause before it sends anything.</param>
/// <param name="maximumPause">How long a client may pause after it sent much: bytes that come early are not saved for hours.</param>
internal sealed class SlowBody(Stream content, double bytesPerSecond, TimeSpan gracePeriod, TimeSpan maximumPause) : ReadOnlyBody
{
    private static readonly TimeSpan MinimumTimeout = TimeSpan.FromTicks(1);

    // How much longer the client may pause. Each byte adds to it, and the time in which the service waits for the client is taken from it.
    private TimeSpan credit = gracePeriod;

    /// <exception cref="BadHttpRequestException">The client sends too slowly (408).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Only the time counts in which the service waits for the client.
        var start = Stopwatch.GetTimestamp();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(credit > MinimumTimeout ? credit : MinimumTimeout);
        try
        {
            var read = await content.ReadAsync(buffer, timeout.Token);
            var left = credit - Stopwatch.GetElapsedTime(start) + TimeSpan.FromSeconds(read / bytesPerSecond);
            credit = left < maximumPause ? left : maximumPause;
            return read;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException(
                $"The body arrives too slowly. Send at least {bytesPerSecond:f0} bytes per second.", StatusCodes.Status408RequestTimeout, exception);
        }
    }
}
