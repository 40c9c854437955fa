using LearnML.Api.Storage.Jobs;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Api.Jobs.Running;

/// <summary>A message in the channel to <see cref="JobWriter"/>. Most messages set one property.</summary>
internal sealed record TrainingEvent
{
    /// <summary>Epochs that ended; with folds in lockstep, one for each fold.</summary>
    public IReadOnlyList<EpochScores> Epochs { get; init; } = [];

    /// <summary>A trial of a search that has ended. Its epochs are in earlier messages.</summary>
    public TrialEnd? TrialEnd { get; init; }

    /// <summary>A line for the job's log.</summary>
    public (JobLogLevel Level, string Message)? LogLine { get; init; }

    /// <summary>Whether a checkpoint was saved.</summary>
    public bool IsCheckpoint { get; init; }

    /// <summary>The progress of the job; null if it is unknown or has not changed.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>Whether the lease is to be renewed at once, which shows whether the job was stopped or cancelled.</summary>
    public bool IsLeaseCheck { get; init; }

    /// <summary>Whether this is the last message.</summary>
    public bool IsLast { get; init; }
}
