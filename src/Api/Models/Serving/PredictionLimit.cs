using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Limits the number of predictions that are computed or wait in a batch. More are refused at once, so that the accepted ones stay fast.
/// Requests that still send their body, or read their response, are not counted. Their memory and disk space is limited instead.
/// </summary>
/// <param name="options">The settings.</param>
public sealed class PredictionLimit(IOptions<LearnMLOptions> options) : IDisposable
{
    private const long MaximumBodyBytes = 1L << 30;

    // Not a ConcurrencyLimiter: its lease is an object of 40 bytes per prediction, and taking and returning it takes twice as long (measured).
    private readonly SemaphoreSlim permits = new(options.Value.PredictionsAtOnce);
    private long reservedBytes;
    private long reservedDiskBytes;

    /// <summary>Whether the limit is reached, so that the next prediction would be refused.</summary>
    public bool IsFull => permits.CurrentCount == 0;

    /// <summary>Enters the limit if there is room. The caller then calls <see cref="Exit"/>.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryEnter() => permits.Wait(0);

    /// <summary>Waits until there is room, and enters the limit. The caller then calls <see cref="Exit"/>.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => permits.WaitAsync(cancellationToken);

    /// <summary>Leaves the limit after a prediction.</summary>
    public void Exit() => permits.Release();

    /// <summary>Reserves memory for a body that is being read, until <see cref="ReleaseMemory"/>.</summary>
    /// <exception cref="BadHttpRequestException">All bodies that are being read are too large in total.</exception>
    public void ReserveMemory(long byteCount)
    {
        if (Interlocked.Add(ref reservedBytes, byteCount) > MaximumBodyBytes)
        {
            ReleaseMemory(byteCount);
            throw new BadHttpRequestException(
                "The prediction requests being sent are too large in total. Try again in one second.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Releases memory that <see cref="ReserveMemory"/> reserved.</summary>
    public void ReleaseMemory(long byteCount) => Interlocked.Add(ref reservedBytes, -byteCount);

    /// <summary>
    /// Reserves disk space for a file that is being read, until <see cref="ReleaseDisk"/>.
    /// All files together may take as much as the largest upload.
    /// </summary>
    /// <exception cref="BadHttpRequestException">All files that are being read are too large in total.</exception>
    public void ReserveDisk(long byteCount)
    {
        if (Interlocked.Add(ref reservedDiskBytes, byteCount) > options.Value.MaximumUploadBytes)
        {
            ReleaseDisk(byteCount);
            throw new BadHttpRequestException(
                "The CSV files being sent for prediction are too large in total. Try again in one second.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Releases disk space that <see cref="ReserveDisk"/> reserved.</summary>
    public void ReleaseDisk(long byteCount) => Interlocked.Add(ref reservedDiskBytes, -byteCount);

    /// <summary>Returns a problem (503) with the time after which to try again.</summary>
    public IResult LimitReached(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reason = $"The service already computes {options.Value.PredictionsAtOnce} predictions, its limit. Try again in one second.";
        return ProblemResult.Create(context, StatusCodes.Status503ServiceUnavailable, reason, ProblemSetup.OverloadRetryAfter);
    }

    /// <inheritdoc/>
    public void Dispose() => permits.Dispose();
}
