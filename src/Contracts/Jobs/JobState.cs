namespace LearnML.Contracts;

/// <summary>The state of a job.</summary>
public enum JobState
{
    /// <summary>The job waits for its device.</summary>
    Queued,

    /// <summary>The job trains.</summary>
    Running,

    /// <summary>A stop was requested: the job ends after the current batch and keeps its best epoch.</summary>
    Stopping,

    /// <summary>The job ended early on request; its best epoch is a model version.</summary>
    Stopped,

    /// <summary>The job completed its training; the kept epoch is a model version.</summary>
    Succeeded,

    /// <summary>The job ended with an error, which is in its field error.</summary>
    Failed,

    /// <summary>The job was cancelled and its results were discarded.</summary>
    Cancelled,

    /// <summary>The job's device was missing when the service restarted. The job can be resumed on another device.</summary>
    Interrupted,
}
