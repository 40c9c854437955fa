namespace LearnML.Training.Checkpoints;

/// <summary>How often the latest checkpoint is written: when either is due.</summary>
/// <param name="Time">So long after the last one, also within an epoch.</param>
/// <param name="Epochs">After so many epochs; null for by time alone.</param>
public readonly record struct CheckpointInterval(TimeSpan Time, int? Epochs)
{
    /// <summary>Every 10 seconds.</summary>
    public static CheckpointInterval Default { get; } = new(TimeSpan.FromSeconds(10), null);
}
