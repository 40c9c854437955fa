using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>The stored metrics of one epoch.</summary>
public sealed class MetricsRow
{
    /// <summary>The id of the job.</summary>
    public Guid JobId { get; init; }

    /// <summary>The sequence number: 1, 2, 3, ... within the job.</summary>
    public long Sequence { get; init; }

    /// <summary>The metrics.</summary>
    public required EpochMetrics Metrics { get; init; }
}
