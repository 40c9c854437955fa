namespace LearnML.Contracts;

/// <summary>How much a line of a job's log matters.</summary>
public enum JobLogLevel
{
    /// <summary>All is as it should be.</summary>
    Information,

    /// <summary>Something went wrong that the job goes on after, or can.</summary>
    Warning,

    /// <summary>Why the job failed.</summary>
    Error,
}
