namespace LearnML.Contracts;

/// <summary>The metrics of one epoch.</summary>
public sealed record EpochMetrics
{
    /// <summary>The sequence number: 1, 2, 3, ... within the job, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The job's id.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The fold, from 1; null without cross-validation and for its final network.</summary>
    public int? Fold { get; init; }

    /// <summary>The trial, from 1; null without a search.</summary>
    public int? Trial { get; init; }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The seconds of training since the job started, including validation.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Means over the epoch's batches, each computed before its optimizer step, with dropout on.</summary>
    public required Metrics Train { get; init; }

    /// <summary>
    /// Metrics on the validation rows after the epoch, with dropout off; null for the final network of a cross-validation,
    /// which is trained on all rows.
    /// </summary>
    public Metrics? Validation { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>
    /// The L2 norm of all gradients together before clipping, as the mean over the epoch's steps. If there are more than 64 and <c>clipNorm</c> is
    /// not set, over up to 64 evenly spaced ones.
    /// </summary>
    public required double GradientNorm { get; init; }

    /// <summary>
    /// The metrics of each linear layer, from input to output. A job keeps at most about 100,000 of them, in evenly spaced epochs; in the others the
    /// list is empty.
    /// </summary>
    public IReadOnlyList<LayerMetrics> Layers { get; init; } = [];
}
