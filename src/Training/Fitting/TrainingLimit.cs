namespace LearnML.Training.Fitting;

/// <summary>When a training ends before its last epoch: when it is told to, or when its time is up.</summary>
/// <param name="control">Tells it to.</param>
/// <param name="clock">Runs since the job's training began.</param>
/// <param name="until">When its time is up; null for never.</param>
/// <param name="isHeld">Whether it has to go on all the same: it was further before a crash; null for never.</param>
internal sealed class TrainingLimit(TrainingControl control, RunClock clock, TimeSpan? until, Func<bool>? isHeld = null)
{
    /// <summary>Of a training that nothing ends.</summary>
    public static TrainingLimit None => new(new TrainingControl(), new RunClock(), null);

    /// <summary>Is cancelled when the training is to be given up.</summary>
    public CancellationToken Cancellation => control.Cancellation;

    /// <summary>Since the job's training began.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Whether to end after the batch in hand.</summary>
    public bool IsReached => (control.StopRequested || IsOutOfTime) && isHeld?.Invoke() != true;

    /// <summary>Whether its time is up.</summary>
    public bool IsOutOfTime => clock.Elapsed >= until;
}
