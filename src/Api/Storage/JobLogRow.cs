using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A stored line of a job's log.</summary>
public sealed class JobLogRow
{
    /// <summary>The id of the job.</summary>
    public Guid JobId { get; init; }

    /// <summary>The sequence number: 1, 2, 3, ... within the job.</summary>
    public long Sequence { get; init; }

    /// <summary>When the line was stored.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The severity.</summary>
    public JobLogLevel Level { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }
}
