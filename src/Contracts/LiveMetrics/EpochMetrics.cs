namespace LearnML.Contracts;

/// <summary>What one epoch measured.</summary>
public sealed record EpochMetrics
{
    /// <summary>1, 2, 3, ... within the job, without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The fold, from 1; null outside of a cross-validation and for its final network.</summary>
    public int? Fold { get; init; }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Seconds of training since the job started, validation included.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Means over the epoch's batches, each taken before its step, with dropout on.</summary>
    public required Metrics Train { get; init; }

    /// <summary>
    /// Scores on the validation rows after the epoch, with dropout off; null for the final network of a cross-validation,
    /// which is trained on all rows.
    /// </summary>
    public Metrics? Validation { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The L2 norm of all gradients together, before any clipping, the mean over the epoch's steps.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Each linear layer, from input to output.</summary>
    public IReadOnlyList<LayerMetrics> Layers { get; init; } = [];
}
