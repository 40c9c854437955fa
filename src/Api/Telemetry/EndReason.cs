namespace LearnML.Api.Telemetry;

/// <summary>Why a job ended, by kind: few, so that they can be counted. What it was in words is the job's error.</summary>
public enum EndReason
{
    /// <summary>It did what its spec asks for.</summary>
    Completed,

    /// <summary>Somebody asked for it.</summary>
    Requested,

    /// <summary>Its loss left the range in which a network can learn.</summary>
    Diverged,

    /// <summary>Its dataset could not be had.</summary>
    DatasetUnavailable,

    /// <summary>Its dataset does not allow what it asks for.</summary>
    UnfitTarget,

    /// <summary>The device had not enough memory.</summary>
    OutOfMemory,

    /// <summary>Its checkpoint is of other rows.</summary>
    BadCheckpoint,

    /// <summary>Files could not be read or written.</summary>
    Disk,

    /// <summary>It took the processes down that trained it.</summary>
    ProcessDied,

    /// <summary>Its device is no longer here.</summary>
    DeviceGone,

    /// <summary>Anything else: a mistake of the service.</summary>
    Unexpected,
}
