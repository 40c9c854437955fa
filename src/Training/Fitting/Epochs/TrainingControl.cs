using System.Diagnostics.CodeAnalysis;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>Lets another thread end a training before its last epoch. Every request takes effect after the current batch.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A request may still use it after the training has ended, and a source without a timer needs no disposal.")]
public sealed class TrainingControl
{
    private readonly CancellationTokenSource cancellationSource = new();
    private int pendingStops;
    private volatile bool isReleaseRequested;

    internal bool IsStopRequested => Volatile.Read(ref pendingStops) > 0;

    internal bool IsReleaseRequested => isReleaseRequested;

    /// <summary>The token that <see cref="Cancel"/> cancels.</summary>
    public CancellationToken CancellationToken => cancellationSource.Token;

    /// <summary>
    /// Stops the training and keeps its result. The current epoch ends early and is scored like any other; the spec decides which of the
    /// epochs so far is kept. In a cross-validation, the folds stop together, and the final network is trained for the mean number of
    /// epochs that they kept. A second stop ends the final network early too.
    /// </summary>
    public void Stop() => Interlocked.Increment(ref pendingStops);

    /// <summary>Returns whether a stop is requested, and removes that request. Only another request stops the training after that.</summary>
    internal bool TryTakeStop()
    {
        var requested = IsStopRequested;
        if (requested)
        {
            Interlocked.Decrement(ref pendingStops);
        }

        return requested;
    }

    /// <summary>
    /// Releases the training. It writes the latest checkpoint after the current batch and ends with an
    /// <see cref="OperationCanceledException"/>. Another process, or this one, can resume it.
    /// </summary>
    public void Release() => isReleaseRequested = true;

    /// <summary>Cancels the training. It ends with an <see cref="OperationCanceledException"/> and keeps no result.</summary>
    public void Cancel() => cancellationSource.Cancel();
}
