using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A line of a job's log as stored.</summary>
public sealed class JobLogRow
{
    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>1, 2, 3, ... within the job.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How much it matters.</summary>
    public JobLogLevel Level { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }
}
