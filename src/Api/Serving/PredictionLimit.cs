using LearnML.Api.Problems;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Serving;

/// <summary>
/// Limits the number of predictions that are computed or wait in a batch. More are refused at once, so that the accepted ones stay fast.
/// Requests that still send their body, or read their response, are not counted. Their memory and disk space is limited instead.
/// </summary>
/// <param name="options">The settings.</param>
public sealed class PredictionLimit(IOptions<LearnMLOptions> options) : IDisposable
{
    private const long MostBytes = 1L << 30;

    private readonly SemaphoreSlim permits = new(options.Value.PredictionsAtOnce);
    private long bytes;
    private long bytesOnDisk;

    /// <summary>Whether the limit is reached, so that the next prediction would be refused.</summary>
    public bool IsFull => permits.CurrentCount == 0;

    /// <summary>Enters the limit if there is room. The caller then calls <see cref="Leave"/>.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryEnter() => permits.Wait(0);

    /// <summary>Waits until there is room, and enters the limit. The caller then calls <see cref="Leave"/>.</summary>
    public Task EnterAsync(CancellationToken cancellation) => permits.WaitAsync(cancellation);

    /// <summary>Leaves the limit after a prediction.</summary>
    public void Leave() => permits.Release();

    /// <summary>Reserves memory for a body that is being read, until <see cref="Release"/>.</summary>
    /// <exception cref="BadHttpRequestException">All bodies that are being read are too large in total.</exception>
    public void Hold(long more)
    {
        if (Interlocked.Add(ref bytes, more) > MostBytes)
        {
            Release(more);
            throw new BadHttpRequestException(
                "The prediction requests being sent are too large in total. Try again in one second.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Releases memory that <see cref="Hold"/> reserved.</summary>
    public void Release(long held) => Interlocked.Add(ref bytes, -held);

    /// <summary>
    /// Reserves disk space for a file that is being read, until <see cref="ReleaseOnDisk"/>.
    /// All files together may take as much as the largest upload.
    /// </summary>
    /// <exception cref="BadHttpRequestException">All files that are being read are too large in total.</exception>
    public void HoldOnDisk(long more)
    {
        if (Interlocked.Add(ref bytesOnDisk, more) > options.Value.MaximumUploadBytes)
        {
            ReleaseOnDisk(more);
            throw new BadHttpRequestException(
                "The CSV files being sent for prediction are too large in total. Try again in one second.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Releases disk space that <see cref="HoldOnDisk"/> reserved.</summary>
    public void ReleaseOnDisk(long held) => Interlocked.Add(ref bytesOnDisk, -held);

    /// <summary>Returns a problem (503) with the time after which to try again.</summary>
    public IResult Refuse(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reason = $"The service already computes {options.Value.PredictionsAtOnce} predictions, its limit. Try again in one second.";
        return Refusal.Of(context, StatusCodes.Status503ServiceUnavailable, reason, ProblemSetup.RefusalWait);
    }

    /// <inheritdoc/>
    public void Dispose() => permits.Dispose();
}
