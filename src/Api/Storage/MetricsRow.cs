using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>An epoch's metrics as stored.</summary>
public sealed class MetricsRow
{
    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>1, 2, 3, ... within the job.</summary>
    public long Sequence { get; init; }

    /// <summary>What was measured.</summary>
    public required EpochMetrics Metrics { get; init; }
}
