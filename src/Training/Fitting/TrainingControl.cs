using System.Diagnostics.CodeAnalysis;

namespace LearnML.Training.Fitting;

/// <summary>Lets another thread end a training before its last epoch. Every request takes effect after the current batch.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A request may still use it after the training has ended, and a source without a timer needs no disposal.")]
public sealed class TrainingControl
{
    private readonly CancellationTokenSource cancellation = new();
    private int stops;
    private volatile bool giveBackRequested;

    internal bool StopRequested => Volatile.Read(ref stops) > 0;

    internal bool GiveBackRequested => giveBackRequested;

    /// <summary>The token that <see cref="Cancel"/> cancels.</summary>
    public CancellationToken Cancellation => cancellation.Token;

    /// <summary>
    /// Stops the training and keeps its result. The current epoch ends early and is scored like any other; the spec decides which of the
    /// epochs so far is kept. In a cross-validation, the folds stop together, and the final network is trained for the mean number of
    /// epochs that they kept. A second stop ends the final network early too.
    /// </summary>
    public void Stop() => Interlocked.Increment(ref stops);

    /// <summary>Returns whether a stop is requested, and removes that request. Only another request stops the training after that.</summary>
    internal bool TakeStop()
    {
        var requested = StopRequested;
        if (requested)
        {
            Interlocked.Decrement(ref stops);
        }

        return requested;
    }

    /// <summary>
    /// Releases the training. It writes the latest checkpoint after the current batch and ends with an
    /// <see cref="OperationCanceledException"/>. Another process, or this one, can resume it.
    /// </summary>
    public void GiveBack() => giveBackRequested = true;

    /// <summary>Cancels the training. It ends with an <see cref="OperationCanceledException"/> and keeps no result.</summary>
    public void Cancel() => cancellation.Cancel();
}
