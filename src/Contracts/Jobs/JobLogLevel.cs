namespace LearnML.Contracts;

/// <summary>The severity of a line in a job's log.</summary>
public enum JobLogLevel
{
    /// <summary>A normal event.</summary>
    Information,

    /// <summary>A problem after which the job continues or can be resumed.</summary>
    Warning,

    /// <summary>The reason why the job failed.</summary>
    Error,
}
