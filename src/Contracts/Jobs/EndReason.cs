namespace LearnML.Contracts;

/// <summary>The kind of reason for which a job ended, for programs and as a label of metrics. The job's error has the full text.</summary>
public enum EndReason
{
    /// <summary>The job completed its spec.</summary>
    Completed,

    /// <summary>A caller stopped or cancelled the job.</summary>
    Requested,

    /// <summary>The training diverged: its loss became too large or not finite.</summary>
    Diverged,

    /// <summary>The dataset was not available.</summary>
    DatasetUnavailable,

    /// <summary>The dataset does not fit the spec.</summary>
    UnfitTarget,

    /// <summary>The device did not have enough memory.</summary>
    OutOfMemory,

    /// <summary>The job's checkpoint cannot be used, for example because the dataset has changed.</summary>
    BadCheckpoint,

    /// <summary>Files could not be read or written.</summary>
    Disk,

    /// <summary>The database rejected the results.</summary>
    Database,

    /// <summary>The processes that trained the job died.</summary>
    ProcessDied,

    /// <summary>The job's device is no longer available.</summary>
    DeviceGone,

    /// <summary>Any other error, probably a bug in the service.</summary>
    Unexpected,
}
