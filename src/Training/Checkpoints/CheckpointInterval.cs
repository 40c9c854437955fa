namespace LearnML.Training.Checkpoints;

/// <summary>How often the latest checkpoint is written: when the time has passed, or after a number of epochs, whichever comes first.</summary>
/// <param name="Time">The time after the previous checkpoint. It can end within an epoch.</param>
/// <param name="Epochs">The number of epochs; null: only the time counts.</param>
public readonly record struct CheckpointInterval(TimeSpan Time, int? Epochs)
{
    /// <summary>Every 10 seconds, for any number of epochs.</summary>
    public static CheckpointInterval Default { get; } = new(TimeSpan.FromSeconds(10), null);
}
