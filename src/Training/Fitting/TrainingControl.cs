using System.Diagnostics.CodeAnalysis;

namespace LearnML.Training.Fitting;

/// <summary>How another thread ends a training before its last epoch. All take effect after the batch in hand.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A request may still hold it when the training has ended; a source without a timer needs no disposal.")]
public sealed class TrainingControl
{
    private readonly CancellationTokenSource cancellation = new();
    private int stops;
    private volatile bool giveBackRequested;

    internal bool StopRequested => Volatile.Read(ref stops) > 0;

    internal bool GiveBackRequested => giveBackRequested;

    /// <summary>Is cancelled by <see cref="Cancel"/>.</summary>
    public CancellationToken Cancellation => cancellation.Token;

    /// <summary>
    /// Ends the running epoch early, scores it as any other, and keeps what the spec says of the epochs so far. The folds of a
    /// cross-validation end together, and its final network is trained for as many epochs; another stop ends that as well.
    /// </summary>
    public void Stop() => Interlocked.Increment(ref stops);

    /// <summary>Whether a stop was asked for; it is taken, and from here on it takes another one to stop.</summary>
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
    /// Writes the latest checkpoint after the batch in hand and ends with an <see cref="OperationCanceledException"/>: another
    /// process, or this one, may go on.
    /// </summary>
    public void GiveBack() => giveBackRequested = true;

    /// <summary>Ends at once with an <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => cancellation.Cancel();
}
