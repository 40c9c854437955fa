namespace LearnML.Training.Fitting.Epochs;

/// <summary>Decides whether a training stops before its last epoch: on a stop request, or when its time budget is used up.</summary>
/// <param name="control">Holds the stop requests.</param>
/// <param name="clock">Measures the training time of the job.</param>
/// <param name="timeBudget">The time budget; null for no limit.</param>
/// <param name="mustContinue">
/// Returns true while a stop must wait because epochs reported before a crash are trained again; null if it never must.
/// </param>
internal sealed class StopCondition(TrainingControl control, TrainingClock clock, TimeSpan? timeBudget, Func<bool>? mustContinue = null)
{
    /// <summary>A condition that never stops a training.</summary>
    public static StopCondition Never => new(new TrainingControl(), new TrainingClock(), null);

    /// <summary>Cancelled when the training is to end and its result is discarded.</summary>
    public CancellationToken CancellationToken => control.CancellationToken;

    /// <summary>The training time of the job so far.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Whether to stop after the current batch.</summary>
    public bool IsMet => (control.IsStopRequested || IsOutOfTime) && mustContinue?.Invoke() != true;

    private bool IsOutOfTime => clock.Elapsed >= timeBudget;
}
