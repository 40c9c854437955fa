using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using LearnML.Api.Requests;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Limits the number of predictions that are computed or wait in a batch. More are refused at once, so that the accepted ones stay fast.
/// Requests that still send their body, or read their response, are not counted. Their memory and disk space is limited instead.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="memory">The memory of all requests.</param>
public sealed class PredictionLimit(IOptions<LearnMLOptions> options, RequestMemory memory) : IDisposable
{
    private const long MinimumAnswerBytes = 64L << 20;

    // Not a ConcurrencyLimiter: its lease is an object of 40 bytes per prediction, and taking and returning it takes twice as long (measured).
    private readonly SemaphoreSlim permits = new(options.Value.PredictionsAtOnce);

    /// <summary>The memory of bodies that are being read, of model inputs, and of answers that are not sent yet.</summary>
    public RequestMemory Memory => memory;

    /// <summary>The disk space of CSV files that are being read: as much as the largest upload.</summary>
    public ByteBudget RequestFiles { get; } = new(
        options.Value.MaximumUploadBytes, "The CSV files being sent for prediction are too large in total.");

    /// <summary>The disk space of the answers to CSV files: as much as the largest upload.</summary>
    public ByteBudget AnswerFiles { get; } = new(
        Math.Max(options.Value.MaximumUploadBytes, MinimumAnswerBytes), "The predictions of all CSV files are too large in total. Send fewer rows.");

    /// <summary>Whether the limit is reached, so that the next prediction would be refused.</summary>
    public bool IsFull => permits.CurrentCount == 0;

    /// <summary>Enters the limit if there is room. The caller then calls <see cref="Exit"/>.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryEnter() => permits.Wait(0);

    /// <summary>Waits until there is room, and enters the limit. The caller then calls <see cref="Exit"/>.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => permits.WaitAsync(cancellationToken);

    /// <summary>Leaves the limit after a prediction.</summary>
    public void Exit() => permits.Release();

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
