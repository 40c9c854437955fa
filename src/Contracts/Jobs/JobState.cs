namespace LearnML.Contracts;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Waiting for its device.</summary>
    Queued,

    /// <summary>Training.</summary>
    Running,

    /// <summary>Asked to stop: ends after the batch in hand and keeps its best epoch.</summary>
    Stopping,

    /// <summary>Ended early on request; its best epoch is a model version.</summary>
    Stopped,

    /// <summary>Trained to the end; its best epoch is a model version.</summary>
    Succeeded,

    /// <summary>Ended by an error, which the job names.</summary>
    Failed,

    /// <summary>Ended on request and discarded.</summary>
    Cancelled,

    /// <summary>The device that it waited for was gone when the service came back. It can be resumed on another.</summary>
    Interrupted,
}
