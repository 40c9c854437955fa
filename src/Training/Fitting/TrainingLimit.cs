namespace LearnML.Training.Fitting;

/// <summary>Decides whether a training stops before its last epoch: on a stop request, or when its time budget is used up.</summary>
/// <param name="control">Holds the stop requests.</param>
/// <param name="clock">Measures the training time of the job.</param>
/// <param name="until">The time budget; null for no limit.</param>
/// <param name="isHeld">Returns true while a stop must wait because epochs reported before a crash are trained again; null if it never must.</param>
internal sealed class TrainingLimit(TrainingControl control, RunClock clock, TimeSpan? until, Func<bool>? isHeld = null)
{
    /// <summary>A condition that never stops a training.</summary>
    public static TrainingLimit None => new(new TrainingControl(), new RunClock(), null);

    /// <summary>Cancelled when the training is to end and its result is discarded.</summary>
    public CancellationToken Cancellation => control.Cancellation;

    /// <summary>The training time of the job so far.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Whether to stop after the current batch.</summary>
    public bool IsReached => (control.StopRequested || IsOutOfTime) && isHeld?.Invoke() != true;

    /// <summary>Whether the time budget is used up.</summary>
    public bool IsOutOfTime => clock.Elapsed >= until;
}
