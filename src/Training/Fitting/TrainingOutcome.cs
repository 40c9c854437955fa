using LearnML.Contracts;
using LearnML.Training.Checkpoints;

namespace LearnML.Training.Fitting;

/// <summary>What a run came to.</summary>
/// <param name="Stopped">Whether it was stopped before its last batch.</param>
/// <param name="Checkpoint">The name of its checkpoint.</param>
/// <param name="Best">The checkpoint of its best epoch.</param>
/// <param name="Report">The evaluation of that epoch.</param>
public sealed record TrainingOutcome(bool Stopped, string Checkpoint, CheckpointDescription Best, Report Report);
