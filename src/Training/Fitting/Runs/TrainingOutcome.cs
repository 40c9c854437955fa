using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Fitting.Runs;

/// <summary>The outcome of a run.</summary>
/// <param name="WasStopped">Whether the run was stopped on request before it was complete.</param>
/// <param name="CheckpointName">The name of the checkpoint of the kept epoch.</param>
/// <param name="Description">The description of that checkpoint.</param>
/// <param name="Report">The evaluation of the kept epoch.</param>
/// <param name="TrainingDataHash">The hash of the data as the run read it.</param>
/// <param name="NominalSeconds">What the part that was trained costs by <see cref="RunCost"/>; null for a search.</param>
public sealed record TrainingOutcome(
    bool WasStopped, string CheckpointName, CheckpointDescription Description, Report Report,
    string TrainingDataHash,
    double? NominalSeconds = null);
