using LearnML.Api.Problems;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Serving;

/// <summary>
/// Refuses predictions beyond what can be carried, at once, so that those that are taken keep their latency. Who still sends, or
/// reads slowly, is not counted, but for the bytes of large bodies that are not there yet.
/// </summary>
/// <param name="options">The settings.</param>
public sealed class PredictionLimit(IOptions<LearnMLOptions> options) : IDisposable
{
    private const long MostBytes = 1L << 30;

    private readonly SemaphoreSlim permits = new(options.Value.PredictionsAtOnce);
    private long bytes;
    private long bytesOnDisk;

    /// <summary>Whether one more would be refused now.</summary>
    public bool IsFull => permits.CurrentCount == 0;

    /// <summary>Takes one more, until <see cref="Leave"/>.</summary>
    /// <returns>Whether it can be carried.</returns>
    public bool TryEnter() => permits.Wait(0);

    /// <summary>Takes one more as soon as it can be carried, until <see cref="Leave"/>.</summary>
    public Task EnterAsync(CancellationToken cancellation) => permits.WaitAsync(cancellation);

    /// <summary>One is computed.</summary>
    public void Leave() => permits.Release();

    /// <summary>Makes room for bytes of a body that is being read, until <see cref="Release"/>.</summary>
    /// <exception cref="BadHttpRequestException">Those that are read at once are too large together.</exception>
    public void Hold(long more)
    {
        if (Interlocked.Add(ref bytes, more) > MostBytes)
        {
            Release(more);
            throw new BadHttpRequestException("The predictions that are being sent are too large together. Try again in a second.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Takes back what was held.</summary>
    public void Release(long held) => Interlocked.Add(ref bytes, -held);

    /// <summary>Makes room for bytes of a file that is being read: all of them together are no more than one may have, until <see cref="ReleaseOnDisk"/>.</summary>
    /// <exception cref="BadHttpRequestException">They are.</exception>
    public void HoldOnDisk(long more)
    {
        if (Interlocked.Add(ref bytesOnDisk, more) > options.Value.MaximumUploadBytes)
        {
            ReleaseOnDisk(more);
            throw new BadHttpRequestException("The files that are being sent to be predicted are too large together. Try again in a second.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Takes back what was held.</summary>
    public void ReleaseOnDisk(long held) => Interlocked.Add(ref bytesOnDisk, -held);

    /// <summary>503, and when to try again.</summary>
    public IResult Refuse(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reason = $"There are {options.Value.PredictionsAtOnce} predictions under way, as many as are taken at once. Try again in a second.";
        return Refusal.Of(context, StatusCodes.Status503ServiceUnavailable, reason, ProblemSetup.RefusalWait);
    }

    /// <inheritdoc/>
    public void Dispose() => permits.Dispose();
}
