using LearnML.Contracts;
using LearnML.Training.Checkpoints;

namespace LearnML.Training.Fitting;

/// <summary>The outcome of a run.</summary>
/// <param name="Stopped">Whether the run was stopped on request before it was complete.</param>
/// <param name="Checkpoint">The name of the checkpoint of the kept epoch.</param>
/// <param name="Best">The description of that checkpoint.</param>
/// <param name="Report">The evaluation of the kept epoch.</param>
public sealed record TrainingOutcome(bool Stopped, string Checkpoint, CheckpointDescription Best, Report Report);
