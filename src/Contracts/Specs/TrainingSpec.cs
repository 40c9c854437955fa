using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>How long, in what portions, from which seed and where a network is trained.</summary>
public sealed record TrainingSpec
{
    /// <summary>How often the training rows are passed through, 1 to 100,000. Default: 10; for a table 50.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Rows per step, 1 to 1,048,576; the last batch of an epoch may be smaller. Default: 256; for a table 64.</summary>
    [Range(1, 1 << 20)]
    public int BatchSize { get; init; } = 256;

    /// <summary>How much the rows of a class count in the loss. Default: <c>none</c>. Belongs to classification.</summary>
    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>
    /// The share of each class's probability that the loss spreads evenly over all classes, in [0, 1). Default: 0. Belongs to
    /// classification. (Szegedy et al. 2016, https://arxiv.org/abs/1512.00567)
    /// </summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double LabelSmoothing { get; init; }

    /// <summary>When to end before the last epoch. Default: not.</summary>
    public EarlyStoppingSpec? EarlyStopping { get; init; }

    /// <summary>
    /// Seconds after which the training ends with the batch in hand, above 0; of a cross-validation, the folds together take their
    /// share of it and the final network the rest. Default: none.
    /// </summary>
    [Range(0d, 31_536_000d, MinimumIsExclusive = true)]
    public double? TimeBudgetSeconds { get; init; }

    /// <summary>What linear layers compute with. Default: <c>float32</c>.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// Determines the initial weights, the holdout or the folds, the order of the rows and the dropped units. On CPU the same
    /// seed gives the same losses, bit for bit, on the same machine with the same number of threads. Default: 0.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>
    /// <c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>. Default: <c>auto</c>.
    /// </summary>
    public string Device { get; init; } = "auto";
}
